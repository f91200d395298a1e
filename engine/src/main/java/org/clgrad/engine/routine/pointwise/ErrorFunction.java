package org.clgrad.engine.routine.pointwise;

/**
 * erf(x) = 2/√π ∫₀ˣ exp(−t²) dt in double, which Java lacks.
 *
 * <p>Up to |x| = 2.5 the series 2/√π·exp(−x²)·Σ 2ⁿx²ⁿ⁺¹/(1·3·5···(2n+1)), all of whose terms have one sign, so nothing
 * cancels (Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.6); the rounding of x² in the exponent costs
 * x²·u. Beyond, 1 − erfc(x) with the continued fraction of erfc (ibid., 7.1.14), which is at most 4·10⁻⁴ there, so that
 * its error does not show. The error is at most 8 units in the last place.
 */
final class ErrorFunction {
    private static final double SERIES_LIMIT = 2.5;
    /** At x = 2.5 term n is below 2⁻⁵³ of the sum from n = 41 on. */
    private static final int SERIES_TERMS = 48;
    /** At x = 2.5 the fraction is good to 10⁻¹² of erfc, so to 10⁻¹⁶ of erf, from depth 40 on. */
    private static final int FRACTION_DEPTH = 60;

    private ErrorFunction() {}

    static double erf(double x) {
        double magnitude = Math.abs(x);
        return Math.copySign(magnitude <= SERIES_LIMIT ? series(magnitude) : 1 - tail(magnitude), x);
    }

    private static double series(double x) {
        double term = x;
        double sum = x;
        for (int n = 1; n < SERIES_TERMS; n++) {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
    }

    /** erfc(x) = exp(−x²)/√π · 1/(x + ½/(x + 1/(x + 3⁄2/(x + 2/(x + …))))); NaN stays NaN. */
    private static double tail(double x) {
        if (Double.isInfinite(x)) {
            return 0;
        }
        double fraction = x;
        for (int n = FRACTION_DEPTH; n >= 1; n--) {
            fraction = x + n / 2.0 / fraction;
        }
        return Math.exp(-x * x) / Math.sqrt(Math.PI) / fraction;
    }
}
