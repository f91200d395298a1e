package org.clgrad.engine.routine.norm;

import java.util.List;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.Cost;
import org.clgrad.engine.routine.Ending;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.KernelFile;
import org.clgrad.engine.routine.KernelVariant;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.routine.Slot;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * z = (x − mean_c)·weight_c/√(variance_c + ε) + bias_c, with mean and variance of each channel c over all else, and y as the
 * {@linkplain Ending ending} says, in the same pass.
 *
 * <p>Inputs: x[N,C,…], weight[C], bias[C], perhaps r, of one floating-point type; any strides. Outputs: y of x's shape, mean[C], and
 * variance[C], which divides by the number n of a channel's elements and not by n − 1. Mean and variance are of the type that
 * is computed in, F32 for F16 and BF16: rounded to 16 bits, a mean would be off by more than the distances from it.
 *
 * <p>A NaN or an infinity in a channel makes all of it NaN. A channel of no elements has mean and variance NaN; C may be 0.
 *
 * <p>The variance is the sum of squares of distances from a mean computed before, over pieces that are merged pairwise
 * (Chan, Golub, LeVeque, The American Statistician 37, 1983). Where an element goes through d additions, d ≤ n/4 + 64: the
 * error of the mean is δ ≤ d·u·max|x|, that of the variance at most (d + 8)·u·variance + 2·δ·deviation + δ², of which a
 * difference of mean squares would have d·u·max|x|² in the place of the last two.
 *
 * <p>Source: Ioffe, Szegedy, "Batch Normalization", ICML 2015, algorithm 1.
 *
 * @param epsilon ε ≥ 0
 * @param ending what becomes of z
 */
public record BatchNorm(double epsilon, Ending ending) implements Routine {
    static final String NAME = "batch_norm";
    private static final String PLANES = "batch_norm_planes";
    private static final String GROUP = "batch_norm_group";

    /** @throws IllegalArgumentException if ε is negative or not finite */
    public BatchNorm {
        checkEpsilon(NAME, epsilon);
    }

    static void checkEpsilon(String operation, double epsilon) {
        if (!(epsilon >= 0 && epsilon < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(operation + ": epsilon is at least 0, got " + epsilon);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        if (in.size() != (ending.adds() ? 4 : 3)) {
            String tensors = ending.adds() ? "four tensors" : "three tensors";
            throw new MismatchException(NAME, "the list of inputs", tensors, in.toString());
        }
        TensorSpec x = in.get(0);
        Planes.check(NAME, "input", x);
        Planes.checkChannels(NAME, "weight", x, in.get(1));
        Planes.checkChannels(NAME, "bias", x, in.get(2));
        if (ending.adds()) {
            Planes.checkLike(NAME, "residual", x, in.get(3));
        }
        TensorSpec moments = TensorSpec.of(x.dtype().accumulator(), x.size(1));
        return List.of(TensorSpec.of(x.dtype(), x.shape()), moments, moments);
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        BatchNormReference.forward(this, exec, args);
    }

    @Override
    public Tuned tunedAs(List<TensorSpec> in) {
        return new Tuned(new BatchNorm(epsilon, Ending.NONE), in.subList(0, 3));
    }

    @Override
    public List<Variant> variants() {
        return List.of(
                new KernelVariant(PLANES, plan -> plan(plan, PLANES, true)),
                new KernelVariant(GROUP, plan -> plan(plan, GROUP, false)));
    }

    private void plan(PlanBuilder plan, String kernel, boolean segments) {
        DType dtype = plan.in(0).dtype();
        DType acc = dtype.accumulator();
        Planes planes = Planes.of(plan.in(0).shape());
        long channels = planes.channels();
        long slices = planes.slices(plan);
        Slot summed = planes.forSums(plan, 0);
        Slot partial = plan.work(3 * slices * channels * acc.sizeBytes());
        Slot scale = plan.work(channels * acc.sizeBytes());
        KernelFile file = planes.open(plan, kernel, slices, ending);
        KernelFile.LaunchBuilder sums = file.launch().buffer(summed, dtype).buffer(partial, acc);
        planes.addSums(file, sums, segments, slices);
        file.launch(kernel + "_merge")
                .buffer(partial, acc)
                .buffer(plan.dense(1), dtype)
                .buffer(plan.denseOut(1), acc)
                .buffer(plan.denseOut(2), acc)
                .buffer(scale, acc)
                .int64(channels)
                .int64(slices)
                .real(epsilon, dtype)
                .add();
        planes.addApply(file.launch(kernel + "_apply")
                .buffer(plan.dense(0), dtype)
                .buffer(plan.denseOut(1), acc)
                .buffer(scale, acc)
                .buffer(plan.dense(2), dtype)
                .buffer(plan.dense(ending.adds() ? 3 : 0), dtype)
                .buffer(plan.denseOut(0), dtype));
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        return Cost.of(6 * in.get(0).elements(), in, infer(in));
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        return BatchNormSamples.forward();
    }
}
