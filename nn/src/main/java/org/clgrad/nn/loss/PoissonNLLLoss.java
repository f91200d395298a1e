package org.clgrad.nn.loss;

import org.clgrad.autograd.Reduction;
import org.clgrad.autograd.Tensor;

/** The negative log-likelihood of counts under Poisson distributions whose means, or their logarithms, are predicted. */
public final class PoissonNLLLoss extends ReducedLoss {
    private final boolean logInput;
    private final boolean full;
    private final double epsilon;

    /** The mean, of logarithms, without Stirling's term. */
    public PoissonNLLLoss() {
        this(true, false, 1e-8, Reduction.MEAN);
    }

    /**
     * A loss with all there is to choose.
     *
     * @param logInput whether logarithms of the means are predicted
     * @param full whether Stirling's approximation of log t! is added
     * @param epsilon what is added to a mean before its logarithm is taken
     * @param reduction what becomes of the single losses
     */
    public PoissonNLLLoss(boolean logInput, boolean full, double epsilon, Reduction reduction) {
        super(reduction);
        this.logInput = logInput;
        this.full = full;
        this.epsilon = epsilon;
    }

    @Override
    Tensor loss(Tensor prediction, Tensor target, Reduction reduction) {
        return prediction.poissonNllLoss(target, logInput, full, epsilon, reduction);
    }
}
