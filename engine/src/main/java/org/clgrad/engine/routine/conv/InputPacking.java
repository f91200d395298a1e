package org.clgrad.engine.routine.conv;

import java.util.Map;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Slot;
import org.clgrad.engine.tensor.DType;

/** The launch that pads planes with zeros and splits them by a stride's remainders. */
final class InputPacking {
    /** The file of the packing kernels. */
    static final String KERNELS = "conv2d_pack";

    private InputPacking() {}

    /**
     * {@code to[plane][a][b][i][j] = from[plane][i·stepH + a − before][j·stepW + b − left]}, 0 outside, for i below height
     * and j below width.
     */
    static void add(
            PlanBuilder plan,
            Slot from,
            Slot to,
            DType dtype,
            long planes,
            long heightFrom,
            long widthFrom,
            long stepH,
            long stepW,
            long before,
            long left,
            long height,
            long width) {
        Map<String, Long> dims = Map.of(
                "planes", planes,
                "rows", stepH * stepW * height,
                "channels", 0L,
                "group_count", 0L,
                "group_channels", 0L);
        plan.open(KERNELS, dims)
                .define("BLOCK", 1)
                .real(dtype)
                .launch("conv2d_pack_input")
                .buffer(from, dtype)
                .buffer(to, dtype)
                .int32(heightFrom)
                .int32(widthFrom)
                .int32(stepH)
                .int32(stepW)
                .int32(before)
                .int32(left)
                .int32(height)
                .int32(width)
                .add();
    }
}
