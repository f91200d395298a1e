package org.clgrad.engine.routine.attention;

import java.util.List;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.Cost;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.KernelVariant;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * The gradients of {@link Attention} by q, k and v. With its s, p = exp(s − lse), and d: δ[l] = Σ dy[l]∘y[l], ds = p∘(d∘(dy·vᵀ)
 * − δ), dq = scale·ds·k, dk = scale·dsᵀ·q, dv = (d∘p)ᵀ·dy, the last two summed over the heads that share k and v. A query
 * that no key took part for (lse = −∞) has dq = 0 and adds nothing.
 *
 * <p>Inputs: dy[N,H,L,V]; y and lse[N,H,L] as the forward routine gave them; its own inputs; any strides. Outputs: dq, dk and
 * dv in the shapes of q, k and v.
 *
 * <p>NaN and infinities spread as there, and from a query's row over all keys that take part for it; not to and not from
 * those that do not, and what is dropped has no part in d∘(dy·vᵀ) and in dv. With ε the relative
 * error of p, that of ds is p·(ε|d·dy·vᵀ − δ| + errors of dy·vᵀ and δ, (V + 6)u·Σ|terms| each); sums of n terms add (n + 2)u·Σ|terms|.
 *
 * <p>Source: that of the package.
 *
 * @param causal that of the forward routine
 * @param scale that of the forward routine
 * @param dropout that of the forward routine, with the state it had
 */
public record AttentionBackward(boolean causal, double scale, double dropout) implements Routine {
    static final String NAME = "attention_backward";
    private static final String TILES = "attention_backward_tiles";
    private static final String GROUP = "attention_backward_group";

    /** Where the forward routine's inputs begin. */
    static final int Q = 3;

    /** @throws IllegalArgumentException if the scale is not finite or the share not from 0 to 1 */
    public AttentionBackward {
        Dropping.check(NAME, scale, dropout);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        if (in.size() < Q) {
            throw new MismatchException(NAME, "the list of inputs", "six tensors or more", in.toString());
        }
        AttentionSizes sizes = AttentionSizes.check(NAME, in, Q, dropout > 0);
        TensorSpec q = in.get(Q);
        AttentionSizes.checkEqual(NAME, "gradient", TensorSpec.of(q.dtype(), sizes.output()), in.get(0));
        AttentionSizes.checkEqual(NAME, "output", TensorSpec.of(q.dtype(), sizes.output()), in.get(1));
        AttentionSizes.checkEqual(NAME, "lse", TensorSpec.of(q.dtype().accumulator(), sizes.rows()), in.get(2));
        return in.subList(Q, Q + 3).stream()
                .map(spec -> TensorSpec.of(spec.dtype(), spec.shape()))
                .toList();
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        AttentionReference.backward(this, exec, args);
    }

    @Override
    public List<Variant> variants() {
        return List.of(
                new KernelVariant(
                        TILES, plan -> AttentionPlans.of(plan, TILES, this).backwardTiles()),
                new KernelVariant(
                        GROUP, plan -> AttentionPlans.of(plan, GROUP, this).backwardGroup()));
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        AttentionSizes s = AttentionSizes.check(NAME, in, Q, dropout > 0);
        long scores = s.images() * s.heads() * s.queries() * s.keys() / (causal ? 2 : 1);
        return Cost.of(scores * (6 * s.size() + 4 * s.sizeV() + 8), in, infer(in));
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        return AttentionSamples.backward();
    }
}
