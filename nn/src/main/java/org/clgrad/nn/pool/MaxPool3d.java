package org.clgrad.nn.pool;

import org.clgrad.nn.Window;

/**
 * The largest of each window of [N,C,D,H,W], channel by channel; padding never wins, the first of equals has the gradient.
 */
public final class MaxPool3d extends MaxPooling {
    /** Cubes side by side, the stride being the window's size. */
    public MaxPool3d(int kernel) {
        this(PoolingWindow.tiling(3, kernel));
    }

    /**
     * Windows as given.
     *
     * @throws IllegalArgumentException if the window has not 3 axes
     */
    public MaxPool3d(Window window) {
        this(window, false);
    }

    /**
     * Windows as given.
     *
     * @param ceilMode whether a last window may reach beyond the padding
     * @throws IllegalArgumentException if the window has not 3 axes
     */
    public MaxPool3d(Window window, boolean ceilMode) {
        super(3, window, ceilMode);
    }
}
