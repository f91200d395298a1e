package org.clgrad.nn.loss;

import org.clgrad.autograd.Reduction;
import org.clgrad.autograd.Tensor;

/** log(1 + exp(−target·prediction)) with targets 1 and −1; the mean of that. */
public final class SoftMarginLoss extends ReducedLoss {
    /** The mean. */
    public SoftMarginLoss() {
        this(Reduction.MEAN);
    }

    /** What becomes of the single losses is given. */
    public SoftMarginLoss(Reduction reduction) {
        super(reduction);
    }

    @Override
    Tensor loss(Tensor prediction, Tensor target, Reduction reduction) {
        return prediction.softMarginLoss(target, reduction);
    }
}
