package org.clgrad.engine.routine.ctc;

import java.util.List;
import java.util.Map;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.Cost;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.KernelVariant;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.routine.Slot;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * The gradient of {@link Ctc} by the log-probabilities: dy[t,n,c] = −dlossₙ·Σ exp(alpha[n,t,s] + beta[n,t,s] + lossₙ) over the
 * states s with the label c, beta being the logarithm of the probability of all endings after step t that was in state s:
 * minus the probability that the step has this label, given the sample's labels.
 *
 * <p>Inputs: dloss[N]; y, labels, inputLength and targetLength as the forward routine had them; loss[N] and alpha as it gave
 * them; any strides. Output: dy[T,N,C], 0 beyond a sample's steps.
 *
 * <p>Where a loss is ∞ or NaN, or dloss NaN, all of the sample is NaN; but where dloss is 0 it is 0 even so, unless the loss is
 * finite and alpha is not.
 *
 * <p>States ascending. Error: at most (T·(2B + 24) + 20 + 2S)·u·|dloss|·Σ exp(…), B the largest finite |beta|.
 *
 * <p>Source: Graves et al., ICML 2006, §4.2, up to the softmax, which has a gradient of its own here. (PyTorch adds exp(y) to
 * the gradient, which makes no difference behind a softmax.)
 *
 * @param blank the class that is no label
 */
public record CtcBackward(int blank) implements Routine {
    static final String NAME = "ctc_backward";
    private static final String SAMPLES = "ctc_backward_samples";
    private static final String GROUP = "ctc_backward_group";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        if (in.size() != 7) {
            throw new MismatchException(NAME, "the list of inputs", "seven tensors", in.toString());
        }
        CtcSizes sizes = CtcSizes.check(NAME, in, 1, blank);
        DType dtype = in.get(1).dtype();
        TensorSpec losses = TensorSpec.of(dtype, Shape.of(sizes.samples()));
        CtcSizes.checkEqual(NAME, "gradient of the losses", losses, in.get(0));
        CtcSizes.checkEqual(NAME, "losses", losses, in.get(5));
        CtcSizes.checkEqual(NAME, "alpha", TensorSpec.of(dtype, sizes.alpha()), in.get(6));
        return List.of(TensorSpec.of(dtype, in.get(1).shape()));
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        CtcReference.backward(blank, exec, args);
    }

    @Override
    public List<Variant> variants() {
        return List.of(
                new KernelVariant(SAMPLES, plan -> plan(plan, SAMPLES, 2)),
                new KernelVariant(GROUP, plan -> plan(plan, GROUP, 3)));
    }

    private void plan(PlanBuilder plan, String kernel, int rows) {
        DType dtype = plan.in(0).dtype();
        CtcSizes sizes = CtcSizes.of(plan.in(1).shape(), plan.in(2).shape());
        Slot beta = plan.work(rows * sizes.samples() * sizes.states() * dtype.sizeBytes());
        plan.open(kernel, Map.of("samples", sizes.samples()))
                .real(dtype)
                .type("T1", DType.I64)
                .launch()
                .in(0)
                .buffer(plan.dense(1), dtype)
                .buffer(plan.dense(2), DType.I64)
                .buffer(plan.dense(3), DType.I64)
                .buffer(plan.dense(4), DType.I64)
                .buffer(plan.dense(5), dtype)
                .buffer(plan.dense(6), dtype)
                .buffer(beta, dtype)
                .buffer(plan.denseOut(0), dtype)
                .int64(plan.in(0).stride(0))
                .int64(sizes.steps())
                .int64(sizes.samples())
                .int64(sizes.classes())
                .int64(sizes.labels())
                .int64(blank)
                .add();
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        return Cost.of(16 * in.get(6).elements(), in, infer(in));
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        return CtcSamples.backward();
    }
}
