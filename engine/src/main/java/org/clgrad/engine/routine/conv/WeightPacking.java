package org.clgrad.engine.routine.conv;

import java.util.Map;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Slot;
import org.clgrad.engine.tensor.DType;

/** Lays the weight of a {@link Correlation} out in blocks of output channels. */
final class WeightPacking {
    private WeightPacking() {}

    /**
     * The weight, input number 1, for one phase: {@code [group][block of output channels][channel][tap][output channel]}, zeros
     * where a block has none.
     */
    static Slot add(PlanBuilder plan, Correlation c, Correlation.Phase phase, long block) {
        DType dtype = plan.in(0).dtype();
        AxisPhase depth = phase.depth();
        AxisPhase row = phase.row();
        AxisPhase column = phase.column();
        long taps = depth.taps() * row.taps() * column.taps();
        long tiles = (c.channelsOut() + block - 1) / block;
        long elements = c.groups() * tiles * block * c.channels() * taps;
        Map<String, Long> dims = Map.of(
                "planes", 0L,
                "rows", 0L,
                "channels", c.channels(),
                "group_count", c.groups(),
                "group_channels", c.channelsOut());
        Volume all = c.taps();
        return plan.derived(1, elements * dtype.sizeBytes(), (own, target) -> own.open(InputPacking.KERNELS, dims)
                .define("BLOCK", block)
                .define("DEEP", c.isDeep())
                .define("LANES", 16)
                .real(dtype)
                .launch("conv_pack_weights")
                .buffer(own.dense(0), dtype)
                .buffer(target, dtype)
                .int32(c.channels())
                .int32(c.channelsOut())
                .int32(tiles)
                .int32(depth.taps())
                .int32(row.taps())
                .int32(column.taps())
                .int64(c.weightStrides().group())
                .int64(c.weightStrides().out())
                .int64(c.weightStrides().in())
                .int64(depth.tapStride() * all.height() * all.width())
                .int64(row.tapStride() * all.width())
                .int64(column.tapStride())
                .int64(phase.firstTap(all))
                .add());
    }
}
