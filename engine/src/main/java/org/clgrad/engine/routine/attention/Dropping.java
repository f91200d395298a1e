package org.clgrad.engine.routine.attention;

/** Which probabilities are dropped: those whose 24 random bits are below a limit; the others get a weight. */
final class Dropping {
    private Dropping() {}

    static void check(String operation, double scale, double dropout) {
        if (!Double.isFinite(scale)) {
            throw new IllegalArgumentException(operation + ": the scale is a finite number, got " + scale);
        }
        if (!(dropout >= 0 && dropout <= 1)) {
            throw new IllegalArgumentException(operation + ": dropout is from 0 to 1, got " + dropout);
        }
    }

    /** The least that stays. */
    static int least(double dropout) {
        return (int) Math.ceil(dropout * (1 << 24));
    }

    /** 1/(1 − dropout); 0 where nothing stays. */
    static double weight(double dropout) {
        return dropout == 1 ? 0 : 1 / (1 - dropout);
    }
}
