package org.clgrad.engine.routine.norm;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.Cost;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.KernelFile;
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
 * y = (x − mean)/√(variance + ε)·weight_c + bias_c, with mean and variance of each image's groups of neighbouring channels;
 * not centred, mean is 0 and variance the mean of x².
 *
 * <p>Group normalisation as it is; layer normalisation with one group and x[N,C] (RMS normalisation not centred); instance
 * normalisation with a group for each channel.
 *
 * <p>Inputs: x[N,C,…], C a multiple of the groups; weight[C], or ones if it is left out; bias[C], or zeros; all of one
 * floating-point type; any strides. Outputs: y of x's shape, mean[N,groups], and variance[N,groups], which divides by the
 * number n of a row's elements; both of the type that is computed in, F32 for F16 and BF16, as in {@link BatchNorm}.
 *
 * <p>A NaN or an infinity makes all of its row NaN. A row of no elements has the variance NaN, and the mean too if centred.
 *
 * <p>The variance is the sum of squares of distances from a mean computed before. Where an element goes through d
 * additions, d ≤ n/32 + 40: the error of the mean is δ ≤ d·u·max|x|, that of the variance at most (d + 8)·u·variance +
 * 2·δ·deviation + δ².
 *
 * <p>Source: Ba, Kiros, Hinton, "Layer Normalization", 2016; Ulyanov et al., "Instance Normalization", 2016; Wu, He, "Group
 * Normalization", ECCV 2018; Zhang, Sennrich, "Root Mean Square Layer Normalization", NeurIPS 2019.
 *
 * @param groups how many the channels are divided into
 * @param centred whether the mean is subtracted
 * @param epsilon ε ≥ 0
 */
public record GroupNorm(int groups, boolean centred, double epsilon) implements Routine {
    static final String NAME = "group_norm";
    private static final String ROWS = "group_norm_rows";
    private static final String GROUP = "group_norm_group";

    /** @throws IllegalArgumentException if there is no group, or ε is negative or not finite */
    public GroupNorm {
        GroupRows.checkGroups(NAME, groups);
        BatchNorm.checkEpsilon(NAME, epsilon);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        if (in.isEmpty() || in.size() > 3) {
            throw new MismatchException(NAME, "the list of inputs", "one to three tensors", in.toString());
        }
        TensorSpec x = in.get(0);
        GroupRows.check(NAME, x, groups);
        if (in.size() > 1) {
            Planes.checkChannels(NAME, "weight", x, in.get(1));
        }
        if (in.size() > 2) {
            Planes.checkChannels(NAME, "bias", x, in.get(2));
        }
        TensorSpec rows = TensorSpec.of(x.dtype().accumulator(), Shape.of(x.size(0), groups));
        return List.of(TensorSpec.of(x.dtype(), x.shape()), rows, rows);
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        GroupNormReference.forward(this, exec, args);
    }

    @Override
    public List<Variant> variants() {
        return List.of(new KernelVariant(ROWS, this::planRows), new KernelVariant(GROUP, this::planGroup));
    }

    private void planRows(PlanBuilder plan) {
        GroupRows view = GroupRows.of(plan.in(0).shape(), groups);
        long perItem = view.rowsPerItem(plan);
        KernelFile file = plan.open(ROWS, Map.of("items", GroupRows.ceil(view.rows(), perItem)));
        launch(plan, file, launch -> launch.int64(view.rows()).int64(perItem), view);
    }

    private void planGroup(PlanBuilder plan) {
        GroupRows view = GroupRows.of(plan.in(0).shape(), groups);
        launch(plan, plan.open(GROUP, Map.of("rows", view.rows())), launch -> launch, view);
    }

    private void launch(
            PlanBuilder plan, KernelFile file, UnaryOperator<KernelFile.LaunchBuilder> share, GroupRows view) {
        DType dtype = plan.in(0).dtype();
        int affine = plan.inputs().size() - 1;
        KernelFile.LaunchBuilder launch = file.real(dtype)
                .define("AFFINE", affine)
                .define("CENTRED", centred)
                .launch();
        launch.buffer(plan.dense(0), dtype)
                // Where there is no weight or bias the kernel reads none.
                .buffer(plan.dense(affine > 0 ? 1 : 0), dtype)
                .buffer(plan.dense(affine > 1 ? 2 : 0), dtype)
                .buffer(plan.denseOut(0), dtype)
                .buffer(plan.denseOut(1), dtype.accumulator())
                .buffer(plan.denseOut(2), dtype.accumulator());
        share.apply(launch)
                .int64(view.groups())
                .int64(view.depth())
                .int64(view.size())
                .real(epsilon, dtype)
                .add();
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        return Cost.of(6 * in.get(0).elements(), in, infer(in));
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        return GroupNormSamples.forward();
    }
}
