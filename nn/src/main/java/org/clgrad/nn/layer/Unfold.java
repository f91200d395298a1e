package org.clgrad.nn.layer;

import org.clgrad.autograd.Tensor;
import org.clgrad.nn.Module;
import org.clgrad.nn.Window;

/**
 * The blocks that a window sees, each a column: from [N,C,H,W] to [N, C·R·S, L], L blocks row after row. Sequences and volumes
 * alike, by the axes of the window, always with the axis N.
 */
public final class Unfold extends Module {
    private final Window window;

    /** Square blocks of images, at every place. */
    public Unfold(int kernel) {
        this(Window.sliding(kernel));
    }

    /** Blocks as the window says. */
    public Unfold(Window window) {
        this.window = window;
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.unfold(
                window.kernel().toArray(),
                window.dilation().toArray(),
                window.paddings(),
                window.stride().toArray());
    }

    @Override
    public String toString() {
        return "Unfold(" + window + ")";
    }
}
