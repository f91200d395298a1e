package org.clgrad.nn;

import org.clgrad.autograd.Tensor;

/** The largest of each window of [N,C,H,W], channel by channel; padding never wins, the first of equals has the gradient. */
public final class MaxPool2d extends Module {
    private final Window window;

    /** Square windows side by side, the stride being the window's size. */
    public MaxPool2d(int kernel) {
        this(Window.tiling(kernel));
    }

    /** Windows as given. */
    public MaxPool2d(Window window) {
        this.window = window;
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.maxPool2d(
                window.kernel().toArray(),
                window.stride().toArray(),
                window.padding().toArray(),
                window.dilation().toArray());
    }

    @Override
    public String toString() {
        return "MaxPool2d(" + window + ")";
    }
}
