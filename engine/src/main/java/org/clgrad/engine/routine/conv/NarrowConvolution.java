package org.clgrad.engine.routine.conv;

import java.util.Map;
import org.clgrad.engine.routine.KernelFile;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.tensor.DType;

/**
 * Plans a {@link Correlation} of few output channels in a group, one in a depthwise convolution: nothing is packed, since
 * nothing is used again. One launch for each phase; inputs are the source, the weight and what is {@link Added}.
 */
final class NarrowConvolution {
    /** The kernel for CPUs, for one output channel in a group and neighbours that see neighbours. */
    static final String PLANES = "conv_planes";

    /** The kernel for GPUs. */
    static final String ITEMS = "conv_items";

    /** Output channels of a group up to which a quarter at most of the least tile of {@link ImplicitGemm} would be used. */
    static final long FEW = 4;

    /** Pixels of a vector of {@link #PLANES}; half of them where rows are shorter. */
    private static final long MOST_LANES = 16;

    /** Taps along a row up to which {@link #PLANES} is compiled for their number. */
    private static final long MOST_UNROLLED = 7;

    /** Rows of taps up to which {@link #PLANES} is compiled for their number. */
    private static final long MOST_SHARED = 5;

    /** Rows that share weights. */
    private static final long LEAST_ROWS = 3;

    private NarrowConvolution() {}

    /**
     * Whether {@link #PLANES} is the one to do it. Vectors of a strided walk are better taken from a padded copy by
     * {@link DirectConvolution#PIXELS} (measured with AVX-512, 64 planes of 56×56 at stride 2: 1.3 ms against 2.3 ms), and a
     * plane of a row or two, a sequence, has too few rows to share weights.
     */
    static boolean suitsPlanes(Correlation c) {
        return c.channelsOut() == 1
                && c.phases().stream()
                        .allMatch(phase ->
                                phase.column().step() == 1 && phase.row().outputs() >= LEAST_ROWS);
    }

    static void addPlanes(PlanBuilder plan, Correlation c) {
        for (Correlation.Phase phase : c.phases()) {
            AxisPhase row = phase.row();
            AxisPhase column = phase.column();
            Map<String, Long> dims = Map.of(
                    "planes", c.images() * c.groups(),
                    "layers_out", phase.depth().outputs(),
                    "height_out", row.outputs());
            boolean unrolled = column.taps() > 0 && column.taps() <= MOST_UNROLLED;
            boolean shared = unrolled && isShared(row);
            KernelFile file = plan.open(PLANES, dims)
                    .define("LANES", column.outputs() < MOST_LANES ? MOST_LANES / 2 : MOST_LANES)
                    .define("TAP_COLUMNS", unrolled ? column.taps() : 0)
                    .define("TAP_ROWS", shared ? row.taps() : 0)
                    .define("TAP_H", shared ? row.tapStep() : 0);
            KernelFile.LaunchBuilder launch = operands(plan, c, file)
                    .int64(c.images() * c.groups())
                    .int32(c.channels())
                    .int32(c.groups())
                    .int32(Added.hasBias(plan, c) ? 1 : 0);
            ImplicitGemm.addGather(launch, c, phase);
            launch.add();
        }
    }

    /** Whether neighbouring rows see rows that follow one another, few enough that each is loaded once for all of them. */
    private static boolean isShared(AxisPhase row) {
        return row.step() == 1 && Math.abs(row.tapStep()) == 1 && row.taps() <= MOST_SHARED;
    }

    static void addItems(PlanBuilder plan, Correlation c) {
        for (Correlation.Phase phase : c.phases()) {
            Map<String, Long> dims = Map.of(
                    "pixels", phase.outputs().product(),
                    "all_channels", c.groups() * c.channelsOut(),
                    "images", c.images());
            KernelFile.LaunchBuilder launch = operands(plan, c, plan.open(ITEMS, dims))
                    .int32(c.channels())
                    .int32(c.channelsOut())
                    .int32(c.groups())
                    .int32(Added.hasBias(plan, c) ? 1 : 0);
            ImplicitGemm.addGather(launch, c, phase);
            launch.add();
        }
    }

    private static KernelFile.LaunchBuilder operands(PlanBuilder plan, Correlation c, KernelFile file) {
        DType dtype = plan.in(0).dtype();
        return c.ending()
                .define(file)
                .real(dtype)
                .launch()
                .buffer(plan.dense(0), dtype)
                .buffer(plan.dense(1), dtype)
                .buffer(Added.bias(plan, c), dtype)
                .buffer(Added.residual(plan, c), dtype)
                .buffer(plan.denseOut(0), dtype);
    }
}
