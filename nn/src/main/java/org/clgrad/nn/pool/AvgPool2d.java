package org.clgrad.nn.pool;

import org.clgrad.nn.Window;

/** The mean of each window of [N,C,H,W], channel by channel; places in the padding count as zeros, as in PyTorch. */
public final class AvgPool2d extends AvgPooling {
    /** Square windows side by side, the stride being the window's size. */
    public AvgPool2d(int kernel) {
        this(PoolingWindow.tiling(2, kernel));
    }

    /** Windows as given; padding counts. */
    public AvgPool2d(Window window) {
        this(window, true);
    }

    /**
     * Windows as given.
     *
     * @param countPadding whether places in the padding count
     * @throws IllegalArgumentException if the window has not 2 axes, or is dilated
     */
    public AvgPool2d(Window window, boolean countPadding) {
        this(window, false, countPadding, 0);
    }

    /**
     * Windows as given.
     *
     * @param ceilMode whether a last window may reach beyond the padding; what it reaches there does not count
     * @param countPadding whether places in the padding count
     * @param divisor what sums are divided by instead, or 0 for the number of places that count
     * @throws IllegalArgumentException if the window has not 2 axes, or is dilated
     */
    public AvgPool2d(Window window, boolean ceilMode, boolean countPadding, int divisor) {
        super(2, window, ceilMode, countPadding, divisor);
    }
}
