package org.clgrad.nn.pool;

import org.clgrad.nn.Window;

/** The p-norm of each window of [N,C,D,H,W], channel by channel. */
public final class LPPool3d extends LpPooling {
    /** Cubes side by side, the stride being the window's size. */
    public LPPool3d(double p, int kernel) {
        this(p, PoolingWindow.tiling(3, kernel), false);
    }

    /**
     * Windows as given.
     *
     * @param ceilMode whether a last window may reach beyond the input, and then counts as if it were whole
     * @throws IllegalArgumentException if the window has not 3 axes, or is padded or dilated
     */
    public LPPool3d(double p, Window window, boolean ceilMode) {
        super(3, p, window, ceilMode);
    }
}
