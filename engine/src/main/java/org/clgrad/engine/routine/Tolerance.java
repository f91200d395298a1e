package org.clgrad.engine.routine;

import java.util.List;
import org.clgrad.engine.tensor.DType;

/**
 * A derived bound of the error of an output element, from the error analysis of the operation: the tester asks for the
 * bound of each element with the very inputs it used.
 */
@FunctionalInterface
public interface Tolerance {
    /**
     * The largest absolute error allowed for each element of an output.
     *
     * @param output which output
     * @param dtype its element type, which fixes the unit roundoff
     * @param in the inputs
     * @param expected the reference's output
     */
    double[] bounds(int output, DType dtype, List<HostArray> in, double[] expected);

    /** The same bits: 0 is not −0; only NaNs are all alike. */
    Tolerance EXACT = (output, dtype, in, expected) -> new double[expected.length];

    /** {@link #EXACT}. */
    static Tolerance exact() {
        return EXACT;
    }

    /** The same number, where the contract leaves open which sign a zero has. */
    static Tolerance sameNumber() {
        return (output, dtype, in, expected) -> {
            double[] bounds = new double[expected.length];
            for (int i = 0; i < bounds.length; i++) {
                bounds[i] = expected[i] == 0 ? Double.MIN_VALUE : 0;
            }
            return bounds;
        };
    }

    /**
     * {@code ulps} units in the last place of the expected value, for operations that round each element a few times
     * and cancel nothing; a denormal result may be flushed to zero.
     */
    static Tolerance ulps(double ulps) {
        return (output, dtype, in, expected) -> {
            double tiny = dtype == DType.F64 ? Double.MIN_NORMAL : Float.MIN_NORMAL;
            double[] bounds = new double[expected.length];
            for (int i = 0; i < bounds.length; i++) {
                bounds[i] = ulps * 2 * dtype.unitRoundoff() * Math.max(Math.abs(expected[i]), tiny);
            }
            return bounds;
        };
    }

    /**
     * {@code ulps} units in the last place of the first input, which has the output's shape: for functions like x·(1 + g(x)),
     * whose sum cancels.
     */
    static Tolerance ulpsOfInput(double ulps) {
        return (output, dtype, in, expected) ->
                ulps(ulps).bounds(output, dtype, in, in.get(0).doubles());
    }

    /**
     * For sums of products: |error| ≤ c·(n + 2)·u·Σ|terms| (Higham, Accuracy and Stability of Numerical Algorithms,
     * 2nd ed., §3.1), where the caller gives n and, for each output element, Σ|terms|.
     */
    static Tolerance sum(long terms, SumOfMagnitudes magnitudes) {
        return (output, dtype, in, expected) -> {
            double[] bounds = magnitudes.of(output, in);
            for (int i = 0; i < bounds.length; i++) {
                bounds[i] *= (terms + 2) * dtype.unitRoundoff();
            }
            return bounds;
        };
    }

    /** Σ|terms| of each output element. */
    @FunctionalInterface
    interface SumOfMagnitudes {
        double[] of(int output, List<HostArray> in);
    }
}
