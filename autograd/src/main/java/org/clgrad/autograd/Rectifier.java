package org.clgrad.autograd;

import org.clgrad.engine.routine.pointwise.Pointwise;
import org.clgrad.engine.routine.pointwise.PointwiseOp;

/** The gradient of a ReLU that a routine does as it stores its result. */
final class Rectifier {
    private static final Pointwise GRADIENT = Pointwise.of(PointwiseOp.RELU).gradient(0);

    private Rectifier() {}

    /**
     * dy, or 0 where y ≤ 0.
     *
     * @param y the result of the ReLU
     */
    static Tensor gradient(Tensor y, Tensor dy) {
        return y.detach().apply(GRADIENT, dy);
    }
}
