package org.clgrad.nn.layer;

import org.clgrad.autograd.Tensor;
import org.clgrad.nn.Module;

/** [N, C, H·r, W·r] rearranged to [N, C·r², H, W]: the rows and columns of blocks of r×r become channels. */
public final class PixelUnshuffle extends Module {
    private final int factor;

    /** @throws IllegalArgumentException if the factor is less than 1 */
    public PixelUnshuffle(int factor) {
        if (factor < 1) {
            throw new IllegalArgumentException("PixelUnshuffle: expected a factor of at least 1, got " + factor);
        }
        this.factor = factor;
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.pixelUnshuffle(factor);
    }

    @Override
    public String toString() {
        return "PixelUnshuffle(" + factor + ")";
    }
}
