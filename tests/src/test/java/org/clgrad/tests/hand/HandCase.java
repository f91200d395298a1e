package org.clgrad.tests.hand;

import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.DoubleStream;
import org.clgrad.autograd.Gradients;
import org.clgrad.autograd.Tensor;

/**
 * What an operation makes of a few numbers.
 *
 * @param operation its Java name
 * @param result calls it on the default device
 * @param isGradient whether the result is the gradient of what the operation makes
 * @param expected the elements of the result, worked out by hand
 */
record HandCase(String operation, Supplier<Tensor> result, boolean isGradient, List<Double> expected) {
    HandCase(String operation, Supplier<Tensor> result, double... expected) {
        this(operation, result, false, DoubleStream.of(expected).boxed().toList());
    }

    /** The gradient of the sum of what is made of numbers. */
    static HandCase gradient(String operation, Supplier<Tensor> x, UnaryOperator<Tensor> made, double... expected) {
        Supplier<Tensor> slope = () -> {
            Tensor leaf = x.get().requiresGrad(true);
            return Gradients.of(made.apply(leaf).sum(), List.of(leaf), false).get(0);
        };
        return new HandCase(
                operation, slope, true, DoubleStream.of(expected).boxed().toList());
    }

    @Override
    public String toString() {
        return operation;
    }
}
