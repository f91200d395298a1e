package org.clgrad.nn.layer;

import org.clgrad.autograd.Tensor;
import org.clgrad.nn.Module;

/** [N, C·r², H, W] rearranged to [N, C, H·r, W·r]: channels become the rows and columns of blocks of r×r. */
public final class PixelShuffle extends Module {
    private final int factor;

    /** @throws IllegalArgumentException if the factor is less than 1 */
    public PixelShuffle(int factor) {
        if (factor < 1) {
            throw new IllegalArgumentException("PixelShuffle: expected a factor of at least 1, got " + factor);
        }
        this.factor = factor;
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.pixelShuffle(factor);
    }

    @Override
    public String toString() {
        return "PixelShuffle(" + factor + ")";
    }
}
