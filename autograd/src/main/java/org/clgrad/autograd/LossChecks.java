package org.clgrad.autograd;

import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;

/** What losses ask of their arguments. */
final class LossChecks {
    private LossChecks() {}

    /** @throws MismatchException unless two tensors have one shape; broadcasting a target is mostly a mistake */
    static void sameShape(String operation, String argument, Tensor x, Tensor other) {
        if (!other.shape().equals(x.shape())) {
            throw new MismatchException(
                    operation,
                    argument,
                    "the input's shape " + x.shape(),
                    other.shape().toString());
        }
    }

    /** @throws MismatchException unless a tensor broadcasts to another one's shape */
    static void broadcasts(String operation, String argument, Tensor x, Tensor other) {
        if (!Shape.broadcast(operation, x.shape(), other.shape()).equals(x.shape())) {
            throw new MismatchException(
                    operation,
                    argument,
                    "a shape that broadcasts to " + x.shape(),
                    other.shape().toString());
        }
    }

    /** @throws IllegalArgumentException unless a number is above 0 and finite */
    static void positive(String operation, String argument, double value) {
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(operation + ": " + argument + " is above 0, got " + value);
        }
    }
}
