package org.clgrad.nn.layer;

import org.clgrad.autograd.Tensor;

/**
 * While training, zeros for a share p of the channels of [N,C,H,W] or [N,C,L], the others times 1/(1 − p), as {@code
 * torch.nn.Dropout2d}; in evaluation mode nothing. An input of three axes has a batch too, as there.
 *
 * <p>Source: Tompson et al., "Efficient object localization using convolutional networks", CVPR 2015.
 */
public final class Dropout2d extends DropoutLayer {
    /** With a share of one half. */
    public Dropout2d() {
        this(0.5);
    }

    /**
     * The layer.
     *
     * @param share p in [0, 1]
     * @throws IllegalArgumentException if it is out of its range
     */
    public Dropout2d(double share) {
        super(share);
    }

    @Override
    Tensor dropped(Tensor x, double share) {
        return channels(x, 2, 3, 4);
    }
}
