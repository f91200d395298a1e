package org.clgrad.nn.loss;

import org.clgrad.autograd.Reduction;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Scope;

/** max(0, d(anchor, positive) − d(anchor, negative) + margin), d being the distance along the last axis. */
public final class TripletMarginLoss {
    private final double margin;
    private final double power;
    private final double epsilon;
    private final boolean swap;
    private final Reduction reduction;

    /** The mean, with the margin 1 and the Euclidean norm. */
    public TripletMarginLoss() {
        this(1, 2, 1e-6, false, Reduction.MEAN);
    }

    /**
     * A loss with all there is to choose.
     *
     * @param margin how much nearer the positive one is to be
     * @param power that of the norm, above 0, also infinity
     * @param epsilon what is added to each difference, so that a norm of nothing has a gradient
     * @param swap whether the positive one's distance from the negative one counts where it is smaller
     * @param reduction what becomes of the single losses
     */
    public TripletMarginLoss(double margin, double power, double epsilon, boolean swap, Reduction reduction) {
        this.margin = margin;
        this.power = power;
        this.epsilon = epsilon;
        this.swap = swap;
        this.reduction = reduction;
    }

    /** The loss; what else is made on the way is released. */
    public Tensor apply(Tensor anchor, Tensor positive, Tensor negative) {
        try (Scope scope = Scope.open()) {
            return scope.keep(anchor.tripletMarginLoss(positive, negative, margin, power, epsilon, swap, reduction));
        }
    }

    @Override
    public String toString() {
        return "TripletMarginLoss" + (reduction == Reduction.MEAN ? "" : "(" + reduction + ")");
    }
}
