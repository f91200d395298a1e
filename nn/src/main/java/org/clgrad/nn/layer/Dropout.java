package org.clgrad.nn.layer;

import org.clgrad.autograd.Tensor;

/**
 * While training, zeros for a share p of the elements, the others times 1/(1 − p), as {@code torch.nn.Dropout}; in evaluation
 * mode nothing.
 *
 * <p>Source: Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting", JMLR 15, 2014.
 */
public final class Dropout extends DropoutLayer {
    /** With a share of one half. */
    public Dropout() {
        this(0.5);
    }

    /**
     * The layer.
     *
     * @param share p in [0, 1]
     * @throws IllegalArgumentException if it is out of its range
     */
    public Dropout(double share) {
        super(share);
    }

    @Override
    Tensor dropped(Tensor x, double share) {
        return x.dropout(share);
    }
}
