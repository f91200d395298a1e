package org.clgrad.engine.routine.conv;

import java.util.Map;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Slot;
import org.clgrad.engine.routine.StridedCopy;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * Plans a {@link Correlation} as matrix products of the weight and the gathered source, one for each pair of phases.
 * Inputs are the source, the weight and perhaps a bias.
 */
final class ImplicitGemm {
    /** The kernel. */
    static final String KERNEL = "conv2d_implicit_gemm";

    private ImplicitGemm() {}

    static void add(PlanBuilder plan, Correlation c) {
        DType dtype = plan.in(0).dtype();
        TensorSpec target = TensorSpec.of(dtype, plan.out(0).shape());
        boolean dense = plan.out(0).isContiguous();
        Slot out = dense ? new Slot.Out(0) : plan.work(target.sizeBytes());
        for (AxisPhase row : c.rows()) {
            for (AxisPhase column : c.columns()) {
                add(plan, c, row, column, dtype, out);
            }
        }
        if (!dense) {
            StridedCopy.add(plan, out, target, new Slot.Out(0), plan.out(0));
        }
    }

    private static void add(PlanBuilder plan, Correlation c, AxisPhase row, AxisPhase column, DType dtype, Slot out) {
        long pixels = c.images() * row.outputs() * column.outputs();
        Map<String, Long> dims = Map.of("pixels", pixels, "group_count", c.groups(), "group_channels", c.channelsOut());
        boolean hasBias = plan.inputs().size() > 2;
        long planeOut = c.heightOut() * c.widthOut();
        plan.open(KERNEL, dims)
                .real(dtype)
                .launch()
                .buffer(plan.dense(0), dtype)
                .buffer(plan.dense(1), dtype)
                .buffer(plan.dense(hasBias ? 2 : 1), dtype)
                .buffer(out, dtype)
                .int32(c.channels())
                .int32(c.channelsOut())
                .int32(c.height())
                .int32(c.width())
                .int32(row.taps())
                .int32(column.taps())
                .int32(row.outputs())
                .int32(column.outputs())
                .int64(pixels)
                .int32(hasBias ? 1 : 0)
                .int32(row.start())
                .int32(row.step())
                .int32(row.tapStep())
                .int32(column.start())
                .int32(column.step())
                .int32(column.tapStep())
                .int64(row.firstTap() * c.taps().columns() + column.firstTap())
                .int64(c.weightStrides().group())
                .int64(c.weightStrides().out())
                .int64(c.weightStrides().in())
                .int64(row.tapStride() * c.taps().columns())
                .int64(column.tapStride())
                .int64(row.firstOutput() * c.widthOut() + column.firstOutput())
                .int64(c.groups() * c.channelsOut() * planeOut)
                .int64(planeOut)
                .int64(row.outputStep() * c.widthOut())
                .int64(column.outputStep())
                .add();
    }
}
