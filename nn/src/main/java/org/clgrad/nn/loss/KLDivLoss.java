package org.clgrad.nn.loss;

import org.clgrad.autograd.Reduction;
import org.clgrad.autograd.Tensor;

/**
 * The Kullback–Leibler divergence of the target from the prediction, which is given as logarithms of probabilities.
 * The mean over all elements, PyTorch's default, is not the divergence: that is {@link Reduction#BATCH_MEAN}.
 */
public final class KLDivLoss extends ReducedLoss {
    private final boolean logTarget;

    /** The mean over all elements, the target given as probabilities. */
    public KLDivLoss() {
        this(false, Reduction.MEAN);
    }

    /**
     * A loss with all there is to choose.
     *
     * @param logTarget whether the target is given as logarithms too
     * @param reduction what becomes of the single losses
     */
    public KLDivLoss(boolean logTarget, Reduction reduction) {
        super(reduction);
        this.logTarget = logTarget;
    }

    @Override
    Tensor loss(Tensor prediction, Tensor target, Reduction reduction) {
        return prediction.klDiv(target, logTarget, reduction);
    }
}
