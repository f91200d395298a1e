package org.clgrad.nn.loss;

import org.clgrad.autograd.Reduction;
import org.clgrad.autograd.Tensor;

/** (prediction − target)²/2 where they are at most δ apart, else δ·(|prediction − target| − δ/2); the mean of that. */
public final class HuberLoss extends ReducedLoss {
    private final double delta;

    /** The mean, with δ = 1. */
    public HuberLoss() {
        this(1, Reduction.MEAN);
    }

    /**
     * A loss with all there is to choose.
     *
     * @param delta δ above 0
     * @param reduction what becomes of the single losses
     */
    public HuberLoss(double delta, Reduction reduction) {
        super(reduction);
        this.delta = delta;
    }

    @Override
    Tensor loss(Tensor prediction, Tensor target, Reduction reduction) {
        return prediction.huberLoss(target, delta, reduction);
    }
}
