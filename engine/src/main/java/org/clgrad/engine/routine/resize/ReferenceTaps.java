package org.clgrad.engine.routine.resize;

import java.util.List;

/**
 * The taps of each output, by the formulas themselves, for the references.
 *
 * @param unweighted whether all weights are 1, for error bounds
 */
record ReferenceTaps(Resize.Weights weights, List<ResizeAxis> axes, boolean unweighted) {
    /** What a reference does with one tap; numbers are those of dense arrays. */
    @FunctionalInterface
    interface Visitor {
        void visit(int output, int input, double weight);
    }

    /** Visits all taps of outputs 0 … count−1 of dense planes, outputs ascending. */
    void visit(int count, Visitor visitor) {
        for (int output = 0; output < count; output++) {
            visitAxis(output, axes.size() - 1, output, 0, 1, 1, visitor);
        }
    }

    /** Chooses a tap along an axis and those outside of it; {@code rest} numbers the outputs of these axes and the planes. */
    private void visitAxis(int output, int axis, long rest, long input, long stride, double weight, Visitor visitor) {
        if (axis < 0) {
            visitor.visit(output, Math.toIntExact(input + rest * stride), weight);
            return;
        }
        ResizeAxis along = axes.get(axis);
        long numerator = rest % along.outSize() * along.slope() + along.start();
        long cell = Math.floorDiv(numerator, along.divisor());
        double f = (double) Math.floorMod(numerator, along.divisor()) / along.divisor();
        int first = weights == Resize.Weights.CUBIC ? -1 : 0;
        for (int tap = first; tap < first + weights.taps(); tap++) {
            long at = Math.max(0, Math.min(along.size() - 1, cell + tap));
            double factor = unweighted ? 1 : weight(Math.abs(tap - f));
            visitAxis(
                    output,
                    axis - 1,
                    rest / along.outSize(),
                    input + at * stride,
                    stride * along.size(),
                    weight * factor,
                    visitor);
        }
    }

    /** The weight of a tap at a distance. */
    private double weight(double t) {
        return switch (weights) {
            case ONE -> 1;
            case LINEAR -> 1 - t;
            case CUBIC -> t <= 1 ? 1.25 * t * t * t - 2.25 * t * t + 1 : -0.75 * (t * t * t - 5 * t * t + 8 * t - 4);
        };
    }
}
