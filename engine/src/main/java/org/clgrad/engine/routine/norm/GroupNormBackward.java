package org.clgrad.engine.routine.norm;

import java.util.List;
import java.util.Map;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.Cost;
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
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * The gradients of {@link GroupNorm}. With x̂ = (x − mean)/√(variance + ε), g = dy·weight_c, and sums over the n elements of a
 * row: dx = (g − Σg/n − x̂·Σ(g·x̂)/n)/√(variance + ε), where Σg/n is left out if it is not centred; dweight_c = Σdy·x̂ and
 * dbias_c = Σdy over all of a channel.
 *
 * <p>Inputs: dy and x[N,C,…]; mean and variance[N,groups] as the forward routine gave them; weight[C], if that had one; any
 * strides. Outputs: dx, and with a weight dweight[C] and dbias[C].
 *
 * <p>NaN and infinities spread over their row, and from there over all channels in it. The sums are within m·u·Σ|terms|, m
 * the number of terms; their order is the variant's, and depends on the number of the device's compute units.
 *
 * <p>Source: those of the forward routine.
 *
 * @param groups those of the forward routine
 * @param centred that of the forward routine
 * @param epsilon ε ≥ 0, that of the forward routine
 */
public record GroupNormBackward(int groups, boolean centred, double epsilon) implements Routine {
    static final String NAME = "group_norm_backward";
    private static final String ROWS = "group_norm_backward_rows";
    private static final String GROUP = "group_norm_backward_group";

    /** @throws IllegalArgumentException if there is no group, or ε is negative or not finite */
    public GroupNormBackward {
        GroupRows.checkGroups(NAME, groups);
        BatchNorm.checkEpsilon(NAME, epsilon);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        if (in.size() != 4 && in.size() != 5) {
            throw new MismatchException(NAME, "the list of inputs", "four or five tensors", in.toString());
        }
        TensorSpec x = in.get(1);
        GroupRows.check(NAME, x, groups);
        TensorSpec dense = TensorSpec.of(x.dtype(), x.shape());
        check("gradient", dense, in.get(0));
        TensorSpec rows = TensorSpec.of(x.dtype().accumulator(), Shape.of(x.size(0), groups));
        check("mean", rows, in.get(2));
        check("variance", rows, in.get(3));
        if (in.size() == 4) {
            return List.of(dense);
        }
        Planes.checkChannels(NAME, "weight", x, in.get(4));
        TensorSpec channels = TensorSpec.of(x.dtype(), x.size(1));
        return List.of(dense, channels, channels);
    }

    private static void check(String argument, TensorSpec expected, TensorSpec given) {
        if (given.dtype() != expected.dtype() || !given.shape().equals(expected.shape())) {
            throw new MismatchException(NAME, argument, expected.toString(), given.toString());
        }
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        GroupNormReference.backward(this, exec, args);
    }

    @Override
    public List<Variant> variants() {
        return List.of(
                new KernelVariant(ROWS, plan -> plan(plan, ROWS)), new KernelVariant(GROUP, plan -> plan(plan, GROUP)));
    }

    private void plan(PlanBuilder plan, String kernel) {
        DType dtype = plan.in(0).dtype();
        DType acc = dtype.accumulator();
        boolean affine = plan.inputs().size() > 4;
        GroupRows view = GroupRows.of(plan.in(1).shape(), groups);
        long perSlice = view.imagesPerSlice(plan);
        long slices = Math.max(1, GroupRows.ceil(view.images(), perSlice));
        Slot partial = plan.work(affine ? 2 * slices * view.channels() * acc.sizeBytes() : 0);
        KernelFile file = plan.open(
                        kernel, Map.of("groups", view.groups(), "slices", slices, "channels", view.channels()))
                .real(dtype)
                .define("AFFINE", affine)
                .define("CENTRED", centred);
        file.launch()
                .buffer(plan.dense(0), dtype)
                .buffer(plan.dense(1), dtype)
                .buffer(plan.dense(2), acc)
                .buffer(plan.dense(3), acc)
                // Where there is no weight the kernel reads none.
                .buffer(plan.dense(affine ? 4 : 1), dtype)
                .buffer(plan.denseOut(0), dtype)
                .buffer(partial, acc)
                .int64(view.images())
                .int64(perSlice)
                .int64(view.groups())
                .int64(slices)
                .int64(view.depth())
                .int64(view.size())
                .real(epsilon, dtype)
                .add();
        if (affine) {
            file.launch(kernel + "_merge")
                    .buffer(partial, acc)
                    .buffer(plan.denseOut(1), dtype)
                    .buffer(plan.denseOut(2), dtype)
                    .int64(view.channels())
                    .int64(slices)
                    .add();
        }
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        return Cost.of(12 * in.get(1).elements(), in, infer(in));
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        return GroupNormSamples.backward();
    }
}
