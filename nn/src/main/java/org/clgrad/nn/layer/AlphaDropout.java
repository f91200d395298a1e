package org.clgrad.nn.layer;

import org.clgrad.autograd.Tensor;

/**
 * Dropout behind {@link org.clgrad.nn.activation.SELU} that keeps mean 0 and variance 1, as {@code torch.nn.AlphaDropout}; in
 * evaluation mode nothing.
 *
 * <p>Source: Klambauer, Unterthiner, Mayr, Hochreiter, "Self-normalizing neural networks", NeurIPS 2017.
 */
public final class AlphaDropout extends DropoutLayer {
    /** With a share of one half. */
    public AlphaDropout() {
        this(0.5);
    }

    /**
     * The layer.
     *
     * @param share p in [0, 1]
     * @throws IllegalArgumentException if it is out of its range
     */
    public AlphaDropout(double share) {
        super(share);
    }

    @Override
    Tensor dropped(Tensor x, double share) {
        return x.alphaDropout(share);
    }
}
