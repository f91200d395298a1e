package org.clgrad.nn.loss;

import org.clgrad.autograd.Reduction;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Scope;

/** max(0, margin − target·(first − second)): the first is to be larger where the target is 1, smaller where it is −1. */
public final class MarginRankingLoss {
    private final double margin;
    private final Reduction reduction;

    /** The mean, with the margin 0. */
    public MarginRankingLoss() {
        this(0, Reduction.MEAN);
    }

    /**
     * A loss with all there is to choose.
     *
     * @param margin how much larger
     * @param reduction what becomes of the single losses
     */
    public MarginRankingLoss(double margin, Reduction reduction) {
        this.margin = margin;
        this.reduction = reduction;
    }

    /** The loss; what else is made on the way is released. */
    public Tensor apply(Tensor first, Tensor second, Tensor target) {
        try (Scope scope = Scope.open()) {
            return scope.keep(first.marginRankingLoss(second, target, margin, reduction));
        }
    }

    @Override
    public String toString() {
        return "MarginRankingLoss" + (reduction == Reduction.MEAN ? "" : "(" + reduction + ")");
    }
}
