package org.clgrad.nn.pool;

import org.clgrad.nn.Window;

/**
 * The largest of each window of [N,C,L], channel by channel; padding never wins, the first of equals has the gradient.
 */
public final class MaxPool1d extends MaxPooling {
    /** Windows side by side, the stride being the window's size. */
    public MaxPool1d(int kernel) {
        this(PoolingWindow.tiling(1, kernel));
    }

    /**
     * Windows as given.
     *
     * @throws IllegalArgumentException if the window has not 1 axis
     */
    public MaxPool1d(Window window) {
        this(window, false);
    }

    /**
     * Windows as given.
     *
     * @param ceilMode whether a last window may reach beyond the padding
     * @throws IllegalArgumentException if the window has not 1 axis
     */
    public MaxPool1d(Window window, boolean ceilMode) {
        super(1, window, ceilMode);
    }
}
