package org.clgrad.engine.routine.conv;

import java.util.Map;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Slot;
import org.clgrad.engine.tensor.DType;

/** The launch that pads the channels of all images with zeros and splits them by a stride's remainders. */
final class InputPacking {
    /** The file of the packing kernels. */
    static final String KERNELS = "conv_pack";

    private static final Volume ONE = new Volume(1, 1, 1);

    private InputPacking() {}

    /** {@link #addSplit} with one remainder, which only pads. */
    static void addPadded(
            PlanBuilder plan, Slot from, Slot to, DType dtype, long planes, Volume size, Volume before, Volume padded) {
        addSplit(plan, from, to, dtype, planes, size, ONE, before, padded);
    }

    /**
     * {@code to[plane][e][a][b][z][i][j] = from[plane][z·stepD + e − beforeD][i·stepH + a − beforeH][j·stepW + b − beforeW]},
     * 0 outside, for z, i and j below the sizes of one remainder.
     *
     * @param planes images × channels
     * @param size of a plane in {@code from}
     * @param steps by whose remainders it is split
     * @param before zeros before it
     * @param padded size of one remainder in {@code to}
     */
    static void addSplit(
            PlanBuilder plan,
            Slot from,
            Slot to,
            DType dtype,
            long planes,
            Volume size,
            Volume steps,
            Volume before,
            Volume padded) {
        Map<String, Long> dims = Map.of(
                "planes", planes,
                "rows", steps.product() * padded.depth() * padded.height(),
                "channels", 0L,
                "group_count", 0L,
                "group_channels", 0L);
        boolean deep = size.depth() > 1 || padded.depth() > 1 || steps.depth() > 1 || before.depth() != 0;
        plan.open(KERNELS, dims)
                .define("BLOCK", 1)
                .define("DEEP", deep)
                .define("LANES", padded.width() >= 16 ? 16 : 8)
                .real(dtype)
                .launch("conv_pack_input")
                .buffer(from, dtype)
                .buffer(to, dtype)
                .int64(planes)
                .int32(size.depth())
                .int32(size.height())
                .int32(size.width())
                .int32(steps.depth())
                .int32(steps.height())
                .int32(steps.width())
                .int32(before.depth())
                .int32(before.height())
                .int32(before.width())
                .int32(padded.depth())
                .int32(padded.height())
                .int32(padded.width())
                .add();
    }
}
