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
 * The gradients of {@link BatchNorm}. With x̂ = (x − mean)/√(variance + ε), dz being dy, or behind a ReLU 0 where y ≤ 0, and
 * the sums over the n elements of a channel: dbias = Σdz, dweight = Σdz·x̂, dx = weight/√(variance + ε)·(dz − Σdz/n −
 * x̂·Σ(dz·x̂)/n), and the residual's gradient is dz.
 *
 * <p>Inputs: dy and x[N,C,…], weight[C], mean[C] and variance[C], and where there is a ReLU y, as the forward routine gave them;
 * any strides. Outputs: dx, dweight[C], dbias[C], and dz where there is a residual.
 *
 * <p>NaN and infinities spread over their channel. A channel of no elements has dweight and dbias 0, unless its mean and
 * variance are NaN. The sums are within n·u·Σ|terms|.
 *
 * <p>Source: Ioffe, Szegedy, "Batch Normalization", ICML 2015, §3.
 *
 * @param epsilon ε ≥ 0, that of the forward routine
 * @param ending that of the forward routine
 */
public record BatchNormBackward(double epsilon, Ending ending) implements Routine {
    static final String NAME = "batch_norm_backward";
    private static final String PLANES = "batch_norm_backward_planes";
    private static final String GROUP = "batch_norm_backward_group";

    /** @throws IllegalArgumentException if ε is negative or not finite */
    public BatchNormBackward {
        BatchNorm.checkEpsilon(NAME, epsilon);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        if (in.size() != (ending.rectifies() ? 6 : 5)) {
            String tensors = ending.rectifies() ? "six tensors" : "five tensors";
            throw new MismatchException(NAME, "the list of inputs", tensors, in.toString());
        }
        TensorSpec x = in.get(1);
        Planes.check(NAME, "input", x);
        Planes.checkLike(NAME, "gradient", x, in.get(0));
        Planes.checkChannels(NAME, "weight", x, in.get(2));
        Planes.checkMoments(NAME, "mean", x, in.get(3));
        Planes.checkMoments(NAME, "variance", x, in.get(4));
        if (ending.rectifies()) {
            Planes.checkLike(NAME, "result", x, in.get(5));
        }
        TensorSpec channels = TensorSpec.of(x.dtype(), x.size(1));
        TensorSpec dx = TensorSpec.of(x.dtype(), x.shape());
        return ending.adds() ? List.of(dx, channels, channels, dx) : List.of(dx, channels, channels);
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        BatchNormReference.backward(this, exec, args);
    }

    @Override
    public Tuned tunedAs(List<TensorSpec> in) {
        return new Tuned(new BatchNormBackward(epsilon, Ending.NONE), in.subList(0, 5));
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
        Planes planes = Planes.of(plan.in(1).shape());
        long channels = planes.channels();
        long slices = planes.slices(plan);
        Slot dy = planes.forSums(plan, 0);
        Slot x = planes.forSums(plan, 1);
        int result = ending.rectifies() ? 5 : 0;
        Slot partial = plan.work(2 * slices * channels * acc.sizeBytes());
        Slot coefficients = plan.work(3 * channels * acc.sizeBytes());
        KernelFile file = planes.open(plan, kernel, slices, ending);
        KernelFile.LaunchBuilder sums = file.launch()
                .buffer(dy, dtype)
                .buffer(x, dtype)
                .buffer(plan.dense(3), acc)
                .buffer(ending.rectifies() ? planes.forSums(plan, result) : dy, dtype)
                .buffer(partial, acc);
        planes.addSums(file, sums, segments, slices);
        file.launch(kernel + "_merge")
                .buffer(partial, acc)
                .buffer(plan.dense(2), dtype)
                .buffer(plan.dense(4), acc)
                .buffer(plan.denseOut(1), dtype)
                .buffer(plan.denseOut(2), dtype)
                .buffer(coefficients, acc)
                .int64(channels)
                .int64(slices)
                .real(epsilon, dtype)
                .int64(planes.perChannel())
                .add();
        planes.addApply(file.launch(kernel + "_apply")
                .buffer(plan.dense(0), dtype)
                .buffer(plan.dense(1), dtype)
                .buffer(plan.dense(3), acc)
                .buffer(coefficients, acc)
                .buffer(plan.dense(result), dtype)
                .buffer(plan.denseOut(0), dtype)
                .buffer(plan.denseOut(ending.adds() ? 3 : 0), dtype));
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        return Cost.of(8 * in.get(1).elements(), in, infer(in));
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        return BatchNormSamples.backward();
    }
}
