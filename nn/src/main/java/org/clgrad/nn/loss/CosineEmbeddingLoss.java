package org.clgrad.nn.loss;

import org.clgrad.autograd.Reduction;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Scope;

/** 1 − cos of the angle between two vectors where the target is 1, max(0, cos − margin) where it is −1, of the rows of [N,D]. */
public final class CosineEmbeddingLoss {
    private final double margin;
    private final Reduction reduction;

    /** The mean, with the margin 0. */
    public CosineEmbeddingLoss() {
        this(0, Reduction.MEAN);
    }

    /**
     * A loss with all there is to choose.
     *
     * @param margin the cosine that is small enough
     * @param reduction what becomes of the single losses
     */
    public CosineEmbeddingLoss(double margin, Reduction reduction) {
        this.margin = margin;
        this.reduction = reduction;
    }

    /** The loss; what else is made on the way is released. */
    public Tensor apply(Tensor first, Tensor second, Tensor target) {
        try (Scope scope = Scope.open()) {
            return scope.keep(first.cosineEmbeddingLoss(second, target, margin, reduction));
        }
    }

    @Override
    public String toString() {
        return "CosineEmbeddingLoss" + (reduction == Reduction.MEAN ? "" : "(" + reduction + ")");
    }
}
