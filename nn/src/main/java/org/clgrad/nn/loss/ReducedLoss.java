package org.clgrad.nn.loss;

import org.clgrad.autograd.Reduction;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Scope;

/** A loss of single elements or samples, of which {@link Reduction} says what is made of them all. */
abstract class ReducedLoss implements Loss {
    private final Reduction reduction;

    ReducedLoss(Reduction reduction) {
        this.reduction = reduction;
    }

    /** The losses, reduced; what else is made on the way is released. */
    abstract Tensor loss(Tensor prediction, Tensor target, Reduction reduction);

    @Override
    public final Tensor apply(Tensor prediction, Tensor target) {
        try (Scope scope = Scope.open()) {
            return scope.keep(loss(prediction, target, reduction));
        }
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + (reduction == Reduction.MEAN ? "" : "(" + reduction + ")");
    }
}
