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
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * loss = −log Σ Πₜ exp(y[t,n,πₜ]) over all ways π to stretch the labels of sample n over its steps, each repeated any number of
 * times, with blanks between them wherever wanted and wherever two alike follow one another.
 *
 * <p>Inputs: y[T,N,C], logarithms of probabilities, floating point; labels[N,S], of which a sample has the first
 * targetLength, classes from 0 to below C; inputLength[N] from 0 to T; targetLength[N] from 0 to S; all three of
 * {@code I64}; any strides. Outputs: loss[N], and alpha[N,T,2S+1], the logarithms of the probabilities of all beginnings
 * that are at step t in state s, a blank where s is even, −∞ beyond the sample's own steps and states; the gradient needs it.
 *
 * <p>Where a sample has too few steps for its labels the loss is ∞. A length out of its range, or a label that is no class,
 * gives the loss NaN and alpha −∞: a kernel cannot throw. NaN in y spreads to the states that it reaches. N, T and S may be 0.
 *
 * <p>Steps ascending. Error of alpha and loss: at most T·(2A + 20)·u, A the largest finite |alpha|: log(Σ exp) hands errors on
 * without making them larger, and adds 6u for its terms, 3 ulp for the logarithm, and a rounding of what it shifts by.
 *
 * <p>Source: Graves, Fernández, Gomez, Schmidhuber, "Connectionist Temporal Classification", ICML 2006, §4.1.
 *
 * @param blank the class that is no label
 */
public record Ctc(int blank) implements Routine {
    static final String NAME = "ctc";
    private static final String SAMPLES = "ctc_samples";
    private static final String GROUP = "ctc_group";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        if (in.size() != 4) {
            throw new MismatchException(NAME, "the list of inputs", "four tensors", in.toString());
        }
        CtcSizes sizes = CtcSizes.check(NAME, in, 0, blank);
        DType dtype = in.get(0).dtype();
        return List.of(TensorSpec.of(dtype, Shape.of(sizes.samples())), TensorSpec.of(dtype, sizes.alpha()));
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        CtcReference.forward(blank, exec, args);
    }

    @Override
    public List<Variant> variants() {
        return List.of(
                new KernelVariant(SAMPLES, plan -> plan(plan, SAMPLES)),
                new KernelVariant(GROUP, plan -> plan(plan, GROUP)));
    }

    private void plan(PlanBuilder plan, String kernel) {
        DType dtype = plan.in(0).dtype();
        CtcSizes sizes = CtcSizes.of(plan.in(0).shape(), plan.in(1).shape());
        plan.open(kernel, Map.of("samples", sizes.samples()))
                .real(dtype)
                .type("T1", DType.I64)
                .launch()
                .buffer(plan.dense(0), dtype)
                .buffer(plan.dense(1), DType.I64)
                .buffer(plan.dense(2), DType.I64)
                .buffer(plan.dense(3), DType.I64)
                .buffer(plan.denseOut(0), dtype)
                .buffer(plan.denseOut(1), dtype)
                .int64(sizes.steps())
                .int64(sizes.samples())
                .int64(sizes.classes())
                .int64(sizes.labels())
                .int64(blank)
                .add();
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        return Cost.of(12 * infer(in).get(1).elements(), in, infer(in));
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        return CtcSamples.forward();
    }
}
