package org.clgrad.autograd;

import java.util.ArrayList;
import java.util.List;
import org.clgrad.engine.routine.attention.Attention;
import org.clgrad.engine.routine.attention.AttentionBackward;
import org.clgrad.engine.routine.random.PhiloxUniform;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * y = d∘softmax(scale·q·kᵀ + mask)·v for each head, d what dropout leaves; see {@link Attention}.
 *
 * <p>With p the probabilities and δ = Σ dy∘y of each query, ds = p∘(d∘(dy·vᵀ) − δ), dq = scale·ds·k, dk = scale·dsᵀ·q, dv =
 * (d∘p)ᵀ·dy; see {@link AttentionBackward}. A mask's gradient is ds itself, as large as the scores; where it is wanted, or a
 * graph of the gradient, attention is computed once more in tensor operations, with the whole scores in memory; NaN of a
 * masked key, which the routines leave out, spreads there as in PyTorch, by a product of 0 and NaN.
 */
final class AttentionFunction extends SingleOutput {
    private static final int Q = 0;
    private static final int K = 1;
    private static final int V = 2;
    private static final int MASK = 3;

    private final Attention routine;
    private final @Nullable Tensor state;
    private int inputCount;

    /** @param state seed and counter, where there is dropout; the caller's own */
    AttentionFunction(Attention routine, @Nullable Tensor state) {
        this.routine = routine;
        this.state = state;
    }

    @Override
    public String name() {
        return routine.name();
    }

    private Tensor[] operands(List<Tensor> in, @Nullable Tensor drawn) {
        List<Tensor> all = new ArrayList<>(in);
        if (drawn != null) {
            all.add(drawn);
        }
        return all.toArray(new Tensor[0]);
    }

    @Override
    protected List<Tensor> forward(List<Tensor> in) {
        inputCount = in.size();
        List<Tensor> out = run(routine, operands(in, state));
        in.forEach(this::save);
        saveOutput(out.get(0), 0);
        save(out.get(1));
        out.get(1).release();
        if (state != null) {
            save(state);
        }
        return out.subList(0, 1);
    }

    @Override
    protected List<@Nullable Tensor> backward(Tensor dy) {
        List<Tensor> in = new ArrayList<>();
        for (int i = 0; i < inputCount; i++) {
            in.add(saved(i));
        }
        Tensor drawn = state == null ? null : saved(inputCount + 2);
        boolean wantsMask = inputCount > MASK && needs(MASK);
        if (GradMode.isEnabled() || wantsMask) {
            return new Decomposition(in, inputCount, all -> List.of(decomposed(all, drawn)))
                    .gradients(List.of(dy), this::needs);
        }
        List<Tensor> operands = new ArrayList<>(List.of(dy, saved(inputCount), saved(inputCount + 1)));
        operands.addAll(in);
        List<@Nullable Tensor> gradients = new ArrayList<>(run(
                new AttentionBackward(routine.causal(), routine.scale(), routine.dropout()),
                operands(operands, drawn)));
        if (inputCount > MASK) {
            gradients.add(null);
        }
        return gradients;
    }

    /** All of it in tensor operations, with the same numbers drawn. */
    private Tensor decomposed(List<Tensor> in, @Nullable Tensor drawn) {
        Tensor q = in.get(Q);
        long queries = q.size(2);
        long keys = in.get(K).size(2);
        Tensor scores = q.matmul(shared(in.get(K), q.size(1)).t()).mul(routine.scale());
        if (inputCount > MASK) {
            Tensor mask = in.get(MASK);
            scores = mask.dtype() == DType.BOOL
                    ? scores.maskedFill(mask.logicalNot(), Double.NEGATIVE_INFINITY)
                    : scores.add(mask);
        }
        if (routine.causal()) {
            Tensor rows = Tensors.arange(q.device(), queries).unsqueeze(-1);
            Tensor behind = Tensors.arange(q.device(), keys).gt(rows);
            scores = scores.maskedFill(behind, Double.NEGATIVE_INFINITY);
        }
        Tensor probabilities = keys == 0 ? scores : safeSoftmax(scores);
        if (drawn != null) {
            Shape blocks = Shape.of(q.size(0), q.size(1), queries, (keys + 3) / 4 * 4);
            Tensor numbers =
                    run(new PhiloxUniform(DType.F32, blocks, 0, 1), drawn).get(0);
            // The limit as a multiple of 2⁻²⁴, as the numbers are, and so exact in single precision.
            double least = Math.ceil(routine.dropout() * 0x1p24) * 0x1p-24;
            double weight = routine.dropout() == 1 ? 0 : 1 / (1 - routine.dropout());
            Tensor kept = numbers.narrow(3, 0, keys).ge(Tensors.full(q.device(), DType.F32, Shape.scalar(), least));
            probabilities = probabilities.mul(weight).maskedFill(kept.logicalNot(), 0);
        }
        return probabilities.matmul(shared(in.get(V), q.size(1)));
    }

    /** Softmax, but zeros where all scores are −∞. */
    private static Tensor safeSoftmax(Tensor scores) {
        Tensor dead = scores.detach()
                .max(true, -1)
                .eq(Tensors.full(scores.device(), scores.dtype(), Shape.scalar(), Double.NEGATIVE_INFINITY));
        return scores.maskedFill(dead, 0).softmax(-1).maskedFill(dead, 0);
    }

    /** A head of keys or values for each head of queries. */
    private static Tensor shared(Tensor x, long heads) {
        long own = x.size(1);
        if (own == heads) {
            return x;
        }
        Shape apart = Shape.of(x.size(0), own, 1, x.size(2), x.size(3));
        Shape repeated = Shape.of(x.size(0), own, heads / own, x.size(2), x.size(3));
        return x.reshape(apart).expand(repeated).reshape(Shape.of(x.size(0), heads, x.size(2), x.size(3)));
    }
}
