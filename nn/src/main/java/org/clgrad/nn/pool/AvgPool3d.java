package org.clgrad.nn.pool;

import org.clgrad.nn.Window;

/** The mean of each window of [N,C,D,H,W], channel by channel; places in the padding count as zeros, as in PyTorch. */
public final class AvgPool3d extends AvgPooling {
    /** Cubes side by side, the stride being the window's size. */
    public AvgPool3d(int kernel) {
        this(PoolingWindow.tiling(3, kernel));
    }

    /** Windows as given; padding counts. */
    public AvgPool3d(Window window) {
        this(window, true);
    }

    /**
     * Windows as given.
     *
     * @param countPadding whether places in the padding count
     * @throws IllegalArgumentException if the window has not 3 axes, or is dilated
     */
    public AvgPool3d(Window window, boolean countPadding) {
        this(window, false, countPadding, 0);
    }

    /**
     * Windows as given.
     *
     * @param ceilMode whether a last window may reach beyond the padding; what it reaches there does not count
     * @param countPadding whether places in the padding count
     * @param divisor what sums are divided by instead, or 0 for the number of places that count
     * @throws IllegalArgumentException if the window has not 3 axes, or is dilated
     */
    public AvgPool3d(Window window, boolean ceilMode, boolean countPadding, int divisor) {
        super(3, window, ceilMode, countPadding, divisor);
    }
}
