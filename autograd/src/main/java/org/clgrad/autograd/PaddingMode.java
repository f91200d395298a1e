package org.clgrad.autograd;

import org.clgrad.engine.routine.shape.PadMode;
import org.jspecify.annotations.Nullable;

/** What a tensor is padded with, by PyTorch's names. */
public enum PaddingMode {
    /** Zeros. */
    ZEROS(null),
    /** The tensor mirrored at its outermost elements, which are not repeated: by less than it is long. */
    REFLECT(PadMode.REFLECT),
    /** The outermost elements, again and again. */
    REPLICATE(PadMode.REPLICATE),
    /** What follows from the other end: at most once around. */
    CIRCULAR(PadMode.CIRCULAR);

    private final @Nullable PadMode mode;

    PaddingMode(@Nullable PadMode mode) {
        this.mode = mode;
    }

    Tensor pad(Tensor tensor, long[] before, long[] after) {
        return mode == null ? tensor.pad(before, after, 0) : OwnPadding.pad(tensor, before, after, mode);
    }
}
