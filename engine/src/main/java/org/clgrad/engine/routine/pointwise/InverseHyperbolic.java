package org.clgrad.engine.routine.pointwise;

/**
 * The inverses of sinh, cosh and tanh in double, which Java lacks, from log and log1p of arguments in which nothing
 * cancels (W. Kahan, "Branch cuts for complex elementary functions", 1987). The error is at most 4 units in the last place.
 */
final class InverseHyperbolic {
    /** From here on x² + 1 is x² in double, and before x² overflows asinh(x) is log(2x). */
    private static final double LARGE = 0x1p28;

    private InverseHyperbolic() {}

    /** log(x + √(x² + 1)), of |x| with the sign of x. */
    static double asinh(double x) {
        double size = Math.abs(x);
        double value = size >= LARGE
                ? Math.log(size) + Math.log(2)
                : Math.log1p(size + size * size / (1 + Math.sqrt(1 + size * size)));
        return Math.copySign(value, x);
    }

    /** log(x + √(x² − 1)) with t = x − 1 as log1p(t + √(2t + t²)). */
    static double acosh(double x) {
        double t = x - 1;
        return x >= LARGE ? Math.log(x) + Math.log(2) : Math.log1p(t + Math.sqrt(2 * t + t * t));
    }

    /** ½·log((1 + x)/(1 − x)), of |x| with the sign of x. */
    static double atanh(double x) {
        double size = Math.abs(x);
        return Math.copySign(Math.log1p(2 * size / (1 - size)) / 2, x);
    }
}
