package org.clgrad.nn.loss;

import org.clgrad.autograd.Reduction;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Scope;

/** The negative log-likelihood of targets under normal distributions whose means and variances are predicted. */
public final class GaussianNLLLoss {
    private final boolean full;
    private final double epsilon;
    private final Reduction reduction;

    /** The mean, without the constant, variances being at least 1e-6. */
    public GaussianNLLLoss() {
        this(false, 1e-6, Reduction.MEAN);
    }

    /**
     * A loss with all there is to choose.
     *
     * @param full whether the constant log(2π)/2 is added
     * @param epsilon the least variance
     * @param reduction what becomes of the single losses
     */
    public GaussianNLLLoss(boolean full, double epsilon, Reduction reduction) {
        this.full = full;
        this.epsilon = epsilon;
        this.reduction = reduction;
    }

    /** The loss; what else is made on the way is released. */
    public Tensor apply(Tensor prediction, Tensor target, Tensor variance) {
        try (Scope scope = Scope.open()) {
            return scope.keep(prediction.gaussianNllLoss(target, variance, full, epsilon, reduction));
        }
    }

    @Override
    public String toString() {
        return "GaussianNLLLoss" + (reduction == Reduction.MEAN ? "" : "(" + reduction + ")");
    }
}
