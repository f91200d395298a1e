package org.clgrad.nn;

/** The largest of each window of [N,C,H,W], channel by channel; padding never wins, the first of equals has the gradient. */
public final class MaxPool2d extends MaxPooling {
    /** Square windows side by side, the stride being the window's size. */
    public MaxPool2d(int kernel) {
        this(Window.tiling(kernel));
    }

    /** Windows as given. */
    public MaxPool2d(Window window) {
        this(window, false);
    }

    /**
     * Windows as given.
     *
     * @param ceilMode whether a last window may reach beyond the padding
     */
    public MaxPool2d(Window window, boolean ceilMode) {
        super(
                window.kernel().toArray(),
                window.stride().toArray(),
                window.padding().toArray(),
                window.dilation().toArray(),
                ceilMode);
    }
}
