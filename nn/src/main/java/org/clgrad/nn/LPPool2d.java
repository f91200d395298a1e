package org.clgrad.nn;

/** The p-norm of each window of [N,C,H,W], channel by channel. */
public final class LPPool2d extends LpPooling {
    /** Square windows side by side, the stride being the window's size. */
    public LPPool2d(double p, int kernel) {
        this(p, Window.tiling(kernel), false);
    }

    /**
     * Windows as given.
     *
     * @param ceilMode whether a last window may reach beyond the input, and then counts as if it were whole
     * @throws IllegalArgumentException if the window is padded or dilated
     */
    public LPPool2d(double p, Window window, boolean ceilMode) {
        super(p, plain(window).kernel().toArray(), window.stride().toArray(), ceilMode);
    }

    private static Window plain(Window window) {
        if (!window.equals(window.dilation(1).padding(0))) {
            throw new IllegalArgumentException(
                    "LPPool2d: expected a window without padding and dilation, got " + window);
        }
        return window;
    }
}
