package org.clgrad.nn.pool;

import org.clgrad.nn.Window;

/** The p-norm of each window of [N,C,L], channel by channel. */
public final class LPPool1d extends LpPooling {
    /** Windows side by side, the stride being the window's size. */
    public LPPool1d(double p, int kernel) {
        this(p, PoolingWindow.tiling(1, kernel), false);
    }

    /**
     * Windows as given.
     *
     * @param ceilMode whether a last window may reach beyond the input, and then counts as if it were whole
     * @throws IllegalArgumentException if the window has not 1 axis, or is padded or dilated
     */
    public LPPool1d(double p, Window window, boolean ceilMode) {
        super(1, p, window, ceilMode);
    }
}
