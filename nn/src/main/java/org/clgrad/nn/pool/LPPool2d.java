package org.clgrad.nn.pool;

import org.clgrad.nn.Window;

/** The p-norm of each window of [N,C,H,W], channel by channel. */
public final class LPPool2d extends LpPooling {
    /** Square windows side by side, the stride being the window's size. */
    public LPPool2d(double p, int kernel) {
        this(p, PoolingWindow.tiling(2, kernel), false);
    }

    /**
     * Windows as given.
     *
     * @param ceilMode whether a last window may reach beyond the input, and then counts as if it were whole
     * @throws IllegalArgumentException if the window has not 2 axes, or is padded or dilated
     */
    public LPPool2d(double p, Window window, boolean ceilMode) {
        super(2, p, window, ceilMode);
    }
}
