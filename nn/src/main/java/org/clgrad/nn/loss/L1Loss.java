package org.clgrad.nn.loss;

import org.clgrad.autograd.Reduction;
import org.clgrad.autograd.Tensor;

/** The mean over all elements of |prediction − target|, both of one shape. */
public final class L1Loss extends ReducedLoss {
    /** The mean. */
    public L1Loss() {
        this(Reduction.MEAN);
    }

    /** What becomes of the single losses is given. */
    public L1Loss(Reduction reduction) {
        super(reduction);
    }

    @Override
    Tensor loss(Tensor prediction, Tensor target, Reduction reduction) {
        return prediction.l1Loss(target, reduction);
    }
}
