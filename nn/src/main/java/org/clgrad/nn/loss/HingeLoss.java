package org.clgrad.nn.loss;

import org.clgrad.autograd.Reduction;
import org.clgrad.autograd.Tensor;

/** max(0, margin − target·prediction) with targets 1 and −1, as support vector machines have it; the mean of that. */
public final class HingeLoss extends ReducedLoss {
    private final double margin;

    /** The mean, with the margin 1. */
    public HingeLoss() {
        this(1, Reduction.MEAN);
    }

    /**
     * A loss with all there is to choose.
     *
     * @param margin how far on the right side is far enough
     * @param reduction what becomes of the single losses
     */
    public HingeLoss(double margin, Reduction reduction) {
        super(reduction);
        this.margin = margin;
    }

    @Override
    Tensor loss(Tensor prediction, Tensor target, Reduction reduction) {
        return prediction.hingeLoss(target, margin, reduction);
    }
}
