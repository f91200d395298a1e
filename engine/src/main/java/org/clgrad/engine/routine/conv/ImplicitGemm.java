package org.clgrad.engine.routine.conv;

import java.util.Map;
import org.clgrad.engine.routine.KernelFile;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Slot;
import org.clgrad.engine.tensor.DType;

/**
 * Plans a {@link Correlation} as matrix products of the weight and the gathered source, one for each phase. Inputs are the
 * source, the weight and what is {@link Added}.
 */
final class ImplicitGemm {
    /** The kernel. */
    static final String KERNEL = "conv_implicit_gemm";

    private ImplicitGemm() {}

    static void add(PlanBuilder plan, Correlation c) {
        for (Correlation.Phase phase : c.phases()) {
            add(plan, c, phase);
        }
    }

    private static void add(PlanBuilder plan, Correlation c, Correlation.Phase phase) {
        DType dtype = plan.in(0).dtype();
        Slot out = plan.denseOut(0);
        Volume outputs = phase.outputs();
        long pixels = c.images() * outputs.product();
        Map<String, Long> dims = Map.of("pixels", pixels, "group_count", c.groups(), "group_channels", c.channelsOut());
        KernelFile.LaunchBuilder launch = c.ending()
                .define(plan.open(KERNEL, dims))
                .define("DEEP", c.isDeep())
                .real(dtype)
                .launch()
                .buffer(plan.dense(0), dtype)
                .buffer(plan.dense(1), dtype)
                .buffer(Added.bias(plan, c), dtype)
                .buffer(Added.residual(plan, c), dtype)
                .buffer(out, dtype)
                .int32(c.channels())
                .int32(c.channelsOut())
                .int32(c.groups())
                .int64(pixels)
                .int32(Added.hasBias(plan, c) ? 1 : 0);
        addGather(launch, c, phase);
        launch.add();
    }

    /** What kernels that gather the source at each tap are told of a phase. */
    static void addGather(KernelFile.LaunchBuilder launch, Correlation c, Correlation.Phase phase) {
        Volume in = c.in();
        Volume out = c.out();
        Volume taps = c.taps();
        AxisPhase depth = phase.depth();
        AxisPhase row = phase.row();
        AxisPhase column = phase.column();
        launch.int32(in.depth())
                .int32(in.height())
                .int32(in.width())
                .int32(depth.taps())
                .int32(row.taps())
                .int32(column.taps())
                .int32(depth.outputs())
                .int32(row.outputs())
                .int32(column.outputs())
                .int32(depth.start())
                .int32(depth.step())
                .int32(depth.tapStep())
                .int32(row.start())
                .int32(row.step())
                .int32(row.tapStep())
                .int32(column.start())
                .int32(column.step())
                .int32(column.tapStep())
                .int64(phase.firstTap(taps))
                .int64(c.weightStrides().group())
                .int64(c.weightStrides().out())
                .int64(c.weightStrides().in())
                .int64(depth.tapStride() * taps.height() * taps.width())
                .int64(row.tapStride() * taps.width())
                .int64(column.tapStride())
                .int64(phase.firstOutput(out))
                .int64(c.groups() * c.channelsOut() * out.product())
                .int64(out.product())
                .int64(depth.outputStep() * out.height() * out.width())
                .int64(row.outputStep() * out.width())
                .int64(column.outputStep());
    }
}
