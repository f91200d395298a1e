package org.clgrad.engine.routine.resize;

/**
 * A positive fraction in lowest terms.
 *
 * @param numerator at least 1
 * @param denominator at least 1
 */
public record Ratio(long numerator, long denominator) {
    /** Numbers below this give places of 2³¹ outputs in 64 bits; any scale is met to 2⁻⁴⁰ of it at least. */
    private static final long LIMIT = 1L << 20;

    /** @throws IllegalArgumentException if a number is less than 1 */
    public Ratio {
        if (numerator < 1 || denominator < 1) {
            throw new IllegalArgumentException("ratio: " + numerator + "/" + denominator + " is not positive");
        }
        long common = gcd(numerator, denominator);
        numerator /= common;
        denominator /= common;
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    /**
     * The number itself, if it is a quotient of integers below 2²⁰ as far as a double can tell, else the best of its
     * continued fraction's approximations by such integers.
     *
     * @throws IllegalArgumentException if it is not between 2⁻²⁰ and 2²⁰
     */
    public static Ratio of(double number) {
        if (!(number > 1.0 / LIMIT && number < LIMIT)) {
            throw new IllegalArgumentException("ratio: " + number + " is not between 2⁻²⁰ and 2²⁰");
        }
        long before = 0;
        long top = 1;
        long belowBefore = 1;
        long bottom = 0;
        double rest = number;
        while (true) {
            long whole = (long) Math.floor(rest);
            long nextTop = whole * top + before;
            long nextBottom = whole * bottom + belowBefore;
            if (nextTop >= LIMIT || nextBottom >= LIMIT) {
                return new Ratio(Math.max(1, top), bottom);
            }
            before = top;
            top = nextTop;
            belowBefore = bottom;
            bottom = nextBottom;
            if ((double) top / bottom == number || rest == whole) {
                return new Ratio(top, bottom);
            }
            rest = 1 / (rest - whole);
        }
    }

    /** The reciprocal. */
    public Ratio inverse() {
        return new Ratio(denominator, numerator);
    }
}
