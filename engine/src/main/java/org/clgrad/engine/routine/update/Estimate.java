package org.clgrad.engine.routine.update;

/**
 * A number and a bound of the error with which a kernel has it: error analysis done along with the calculation, so that a
 * bound need not be worked out by hand for each formula. Every operation hands the errors of its operands on and adds its
 * own roundings, those of {@code math.clh}; what may be flushed to zero counts as an error too. NaN and infinities have no
 * error: the kernel has them where the reference has.
 *
 * <p>Source: Higham, "Accuracy and stability of numerical algorithms", 2nd edition, §3.3, running error analysis.
 *
 * @param value in double
 * @param error how far the kernel's number may be from it
 * @param u the unit roundoff of the kernel's type
 */
record Estimate(double value, double error, double u) {
    /** Of a quotient, 2.5 ulp, and of a square root or an exponential, 3 ulp, in unit roundoffs. */
    private static final int QUOTIENT = 5;

    private static final int FUNCTION = 6;

    /** A number that the kernel has exactly. */
    static Estimate exact(double value, double u) {
        return new Estimate(value, 0, u);
    }

    /** A number that is rounded to the kernel's type, as attributes are. */
    static Estimate rounded(double value, double u) {
        return new Estimate(value, u * Math.abs(value), u);
    }

    private Estimate result(double result, double propagated, int roundings) {
        double error = propagated + roundings * u * (Math.abs(result) + propagated) + Float.MIN_NORMAL;
        return new Estimate(result, Double.isFinite(result) ? error : 0, u);
    }

    Estimate plus(Estimate b) {
        return result(value + b.value, error + b.error, 1);
    }

    Estimate minus(Estimate b) {
        return result(value - b.value, error + b.error, 1);
    }

    Estimate times(Estimate b) {
        double propagated = Math.abs(value) * b.error + Math.abs(b.value) * error + error * b.error;
        return result(value * b.value, propagated, 1);
    }

    /** The quotient; no bound is found where the divisor may be 0. */
    Estimate over(Estimate b) {
        double quotient = value / b.value;
        double least = Math.abs(b.value) - b.error;
        double propagated = least > 0 ? (error + Math.abs(quotient) * b.error) / least : Double.POSITIVE_INFINITY;
        return result(quotient, propagated, QUOTIENT);
    }

    Estimate squareRoot() {
        double root = Math.sqrt(value);
        // √(x − e) is the farther end; |√x − √(x − e)| = e/(√x + √(x − e)).
        double propagated = error == 0 ? 0 : error / (root + Math.sqrt(Math.max(0, value - error)));
        return result(root, propagated, FUNCTION);
    }

    Estimate exponential() {
        double power = Math.exp(value);
        return result(power, power * Math.expm1(error), FUNCTION);
    }

    /** 1, 0 or −1; where the error may turn the sign, 2 wrong. */
    Estimate sign() {
        return new Estimate(Math.signum(value), Math.abs(value) <= error ? 2 : 0, u);
    }

    /** The number, or 0 if it is below; where the error does not reach up to 0, that is exact. */
    Estimate notNegative() {
        return value <= -error ? exact(0, u) : new Estimate(value < 0 ? 0 : value, error, u);
    }

    /** The larger one. */
    Estimate largest(Estimate b) {
        return new Estimate(Math.max(value, b.value), Math.max(error, b.error), u);
    }

    /** 1 − βᵗ, computed as −expm1(t·log β). */
    static Estimate correction(double beta, double t, double u) {
        if (beta == 0) {
            return exact(1, u);
        }
        Estimate exponent = exact(t, u).times(rounded(Math.log(beta), u));
        double correction = -Math.expm1(exponent.value);
        double propagated = (1 - correction) * Math.expm1(exponent.error);
        return exponent.result(correction, propagated, FUNCTION);
    }
}
