package org.clgrad.nn.layer;

import org.clgrad.autograd.Tensor;
import org.clgrad.nn.Module;
import org.clgrad.nn.Window;

/**
 * Blocks added up where they came from: from [N, C·R·S, L] to [N,C,H,W]. Sequences and volumes alike, by the axes of the
 * window.
 */
public final class Fold extends Module {
    private final Window.Size outputSize;
    private final Window window;

    /**
     * Blocks as {@link Unfold} with this window takes them of something of this size.
     *
     * @throws IllegalArgumentException if the two have not as many axes
     */
    public Fold(Window.Size outputSize, Window window) {
        if (outputSize.axes().size() != window.rank()) {
            throw new IllegalArgumentException(
                    "Fold: expected a number for each axis of " + window + ", got " + outputSize);
        }
        this.outputSize = outputSize;
        this.window = window;
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.fold(
                outputSize.toArray(),
                window.kernel().toArray(),
                window.dilation().toArray(),
                window.paddings(),
                window.stride().toArray());
    }

    @Override
    public String toString() {
        return "Fold(" + outputSize + ", " + window + ")";
    }
}
