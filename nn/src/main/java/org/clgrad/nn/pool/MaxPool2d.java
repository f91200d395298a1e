package org.clgrad.nn.pool;

import org.clgrad.nn.Window;

/**
 * The largest of each window of [N,C,H,W], channel by channel; padding never wins, the first of equals has the gradient.
 */
public final class MaxPool2d extends MaxPooling {
    /** Square windows side by side, the stride being the window's size. */
    public MaxPool2d(int kernel) {
        this(PoolingWindow.tiling(2, kernel));
    }

    /**
     * Windows as given.
     *
     * @throws IllegalArgumentException if the window has not 2 axes
     */
    public MaxPool2d(Window window) {
        this(window, false);
    }

    /**
     * Windows as given.
     *
     * @param ceilMode whether a last window may reach beyond the padding
     * @throws IllegalArgumentException if the window has not 2 axes
     */
    public MaxPool2d(Window window, boolean ceilMode) {
        super(2, window, ceilMode);
    }
}
