package org.clgrad.engine.routine.sort;

import java.util.Map;
import org.clgrad.engine.routine.KernelFile;
import org.clgrad.engine.routine.KernelFile.LaunchBuilder;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Slot;
import org.clgrad.engine.routine.scan.Lines;
import org.clgrad.engine.tensor.DType;

/**
 * Numbers as keys: what the kernels of sorts are told of the element type and of the direction.
 *
 * @param dtype the numbers' type
 * @param descending whether larger ones come first
 */
record SortKeys(DType dtype, boolean descending) {
    private static final String KERNEL = "sort_keys";

    /** The type that holds a key's bits. */
    DType type() {
        return dtype.accumulator().sizeBytes() == Long.BYTES ? DType.I64 : DType.I32;
    }

    /** How many low bits tell keys apart; see {@code sort_key.clh}. */
    int bits() {
        return switch (dtype) {
            case BOOL -> 1;
            case U8 -> 8;
            // The bits of a float of which the last are zeros.
            case F16 -> 19;
            case BF16 -> 16;
            case F32, I32 -> 32;
            case F64, I64 -> 64;
        };
    }

    /** Opens a kernel file that makes keys. */
    KernelFile open(PlanBuilder plan, String kernel, Map<String, Long> dims) {
        return plan.open(kernel, dims)
                .real(dtype)
                .define("WIDE", type() == DType.I64)
                .define("DESCENDING", descending);
    }

    /** Adds the keys of all lines, dense: [lines, length]. */
    Slot add(PlanBuilder plan, Lines x) {
        Slot keys = plan.work(Math.multiplyExact(x.count() * x.length(), type().sizeBytes()));
        LaunchBuilder launch = open(plan, KERNEL, dims(x, 0)).launch();
        walk(launch.buffer(x.slot(), dtype).buffer(keys, type()), x)
                .int64(x.length())
                .add();
        return keys;
    }

    /**
     * Adds the taking of what has been sorted.
     *
     * @param places [lines, perLine]: places along the lines, the first ones first
     * @param taken how many of each line
     */
    void take(PlanBuilder plan, Lines x, Slot places, long perLine, long taken) {
        LaunchBuilder launch = open(plan, KERNEL, dims(x, taken)).launch(KERNEL + "_take");
        launch.buffer(x.slot(), dtype)
                .buffer(places, DType.I32)
                .buffer(plan.denseOut(0), dtype)
                .buffer(plan.denseOut(1), DType.I64);
        walk(launch, x).int64(perLine).int64(taken).add();
    }

    /** Where the lines are, as all kernels that read them take it. */
    static LaunchBuilder walk(LaunchBuilder launch, Lines x) {
        return launch.int64(x.inner())
                .int64(x.outerStride())
                .int64(x.innerStride())
                .int64(x.stride());
    }

    private static Map<String, Long> dims(Lines x, long taken) {
        return Map.of("lines", x.count(), "n", x.length(), "taken", taken);
    }
}
