package org.clgrad.nn;

import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Scope;
import org.clgrad.engine.tensor.MismatchException;

/** The mean over all elements of (prediction − target)², both of one shape and element type. */
public final class MSELoss implements Loss {
    /** @throws MismatchException if the shapes differ; one is not broadcast to the other, which is mostly a mistake */
    @Override
    public Tensor apply(Tensor prediction, Tensor target) {
        if (!prediction.shape().equals(target.shape())) {
            throw new MismatchException(
                    "MSELoss",
                    "the target",
                    "the prediction's shape " + prediction.shape(),
                    target.shape().toString());
        }
        try (Scope scope = Scope.open()) {
            return scope.keep(prediction.sub(target).square().mean());
        }
    }

    @Override
    public String toString() {
        return "MSELoss";
    }
}
