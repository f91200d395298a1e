package org.clgrad.nn;

import org.clgrad.autograd.Tensor;

/** The mean of each window of [N,C,H,W], channel by channel; places in the padding count as zeros, as in PyTorch. */
public final class AvgPool2d extends Module {
    private final Window window;
    private final boolean countPadding;

    /** Square windows side by side, the stride being the window's size. */
    public AvgPool2d(int kernel) {
        this(Window.tiling(kernel));
    }

    /** Windows as given; padding counts. */
    public AvgPool2d(Window window) {
        this(window, true);
    }

    /**
     * Windows as given.
     *
     * @param countPadding whether places in the padding count
     * @throws IllegalArgumentException if the window is dilated
     */
    public AvgPool2d(Window window, boolean countPadding) {
        if (!window.equals(window.dilation(1))) {
            throw new IllegalArgumentException("AvgPool2d: expected a window without dilation, got " + window);
        }
        this.window = window;
        this.countPadding = countPadding;
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.avgPool2d(
                window.kernel().toArray(),
                window.stride().toArray(),
                window.padding().toArray(),
                countPadding);
    }

    @Override
    public String toString() {
        return "AvgPool2d(" + window + (countPadding ? ")" : ", padding not counted)");
    }
}
