package org.clgrad.nn.loss;

import org.clgrad.autograd.Reduction;
import org.clgrad.autograd.Tensor;

/** The prediction where the target is 1, max(0, margin − prediction) where it is −1; the mean of that. */
public final class HingeEmbeddingLoss extends ReducedLoss {
    private final double margin;

    /** The mean, with the margin 1. */
    public HingeEmbeddingLoss() {
        this(1, Reduction.MEAN);
    }

    /**
     * A loss with all there is to choose.
     *
     * @param margin how far apart is far enough
     * @param reduction what becomes of the single losses
     */
    public HingeEmbeddingLoss(double margin, Reduction reduction) {
        super(reduction);
        this.margin = margin;
    }

    @Override
    Tensor loss(Tensor prediction, Tensor target, Reduction reduction) {
        return prediction.hingeEmbeddingLoss(target, margin, reduction);
    }
}
