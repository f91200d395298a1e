package org.clgrad.nn.loss;

import org.clgrad.autograd.Reduction;
import org.clgrad.autograd.Tensor;

/** The mean over all elements of (prediction − target)², both of one shape, which is not broadcast. */
public final class MSELoss extends ReducedLoss {
    /** The mean. */
    public MSELoss() {
        this(Reduction.MEAN);
    }

    /** What becomes of the single losses is given. */
    public MSELoss(Reduction reduction) {
        super(reduction);
    }

    @Override
    Tensor loss(Tensor prediction, Tensor target, Reduction reduction) {
        return prediction.mseLoss(target, reduction);
    }
}
