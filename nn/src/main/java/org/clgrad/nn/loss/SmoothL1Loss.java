package org.clgrad.nn.loss;

import org.clgrad.autograd.Reduction;
import org.clgrad.autograd.Tensor;

/** (prediction − target)²/(2β) where they are less than β apart, else |prediction − target| − β/2; the mean of that. */
public final class SmoothL1Loss extends ReducedLoss {
    private final double beta;

    /** The mean, with β = 1. */
    public SmoothL1Loss() {
        this(1, Reduction.MEAN);
    }

    /**
     * A loss with all there is to choose.
     *
     * @param beta β ≥ 0; with 0 it is {@link L1Loss}
     * @param reduction what becomes of the single losses
     */
    public SmoothL1Loss(double beta, Reduction reduction) {
        super(reduction);
        this.beta = beta;
    }

    @Override
    Tensor loss(Tensor prediction, Tensor target, Reduction reduction) {
        return prediction.smoothL1Loss(target, beta, reduction);
    }
}
