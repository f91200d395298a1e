package org.clgrad.engine.routine.pointwise;

/** Division that rounds down, and what it leaves, as Python and PyTorch have them; Java's rounds towards 0. */
final class Division {
    private Division() {}

    /** ⌊a/b⌋ of the exact quotient, as far as it can be told from a and b; a/b where b is 0. */
    static double floor(double a, double b) {
        if (b == 0) {
            return a / b;
        }
        double rest = a % b; // exact
        double quotient = Math.rint((a - rest) / b);
        return isBelow(rest, b) ? quotient - 1 : quotient;
    }

    /** a − ⌊a/b⌋·b: 0 or of b's sign. */
    static double floorRemainder(double a, double b) {
        double rest = a % b;
        return isBelow(rest, b) ? rest + b : rest;
    }

    private static boolean isBelow(double rest, double b) {
        return rest != 0 && (rest < 0) != (b < 0);
    }

    /** ⌊a/b⌋; 0 where b is 0. */
    static long floor(long a, long b) {
        return b == 0 ? 0 : Math.floorDiv(a, b);
    }

    /** a − ⌊a/b⌋·b: 0 or of b's sign; 0 where b is 0. */
    static long floorRemainder(long a, long b) {
        return b == 0 ? 0 : Math.floorMod(a, b);
    }
}
