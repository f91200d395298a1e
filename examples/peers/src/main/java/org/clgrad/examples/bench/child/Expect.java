package org.clgrad.examples.bench.child;

/** Comparisons of results in single precision with what they have to be. */
public final class Expect {
    /** u: half the distance of 1 to the next number of single precision. */
    private static final double UNIT_ROUNDOFF = Math.scalb(1.0, -24);

    private Expect() {}

    /**
     * A sum of products, in any order of adding: |got − wanted| ≤ 2·terms·u·Σ|aᵢ·bᵢ|, of which 1 is the bound of Higham,
     * "Accuracy and Stability of Numerical Algorithms", §3.1, and the other covers what is of second order.
     *
     * @param magnitude Σ|aᵢ·bᵢ|
     */
    public static void sum(String what, double got, double wanted, int terms, double magnitude) {
        within(what, got, wanted, 2 * (terms + 1) * UNIT_ROUNDOFF * magnitude);
    }

    /** A number that may differ by so much. */
    public static void within(String what, double got, double wanted, double bound) {
        if (!(Math.abs(got - wanted) <= bound)) {
            throw new WrongResultException(what + " is " + got + ", expected " + wanted + " ± " + bound);
        }
    }

    /** What has to hold. */
    public static void that(boolean holds, String otherwise) {
        if (!holds) {
            throw new WrongResultException(otherwise);
        }
    }
}
