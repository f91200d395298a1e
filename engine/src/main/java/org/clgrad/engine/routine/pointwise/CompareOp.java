package org.clgrad.engine.routine.pointwise;

/** Comparisons; with NaN on either side all are false but {@link #NE}. */
public enum CompareOp {
    /** a = b. */
    EQ("=="),
    /** a ≠ b. */
    NE("!="),
    /** a &lt; b. */
    LT("<"),
    /** a ≤ b. */
    LE("<="),
    /** a &gt; b. */
    GT(">"),
    /** a ≥ b. */
    GE(">=");

    private final String symbol;

    CompareOp(String symbol) {
        this.symbol = symbol;
    }

    /** The operator in OpenCL C. */
    String symbol() {
        return symbol;
    }

    boolean holds(double a, double b) {
        return switch (this) {
            case EQ -> a == b;
            case NE -> a != b;
            case LT -> a < b;
            case LE -> a <= b;
            case GT -> a > b;
            case GE -> a >= b;
        };
    }

    boolean holds(long a, long b) {
        return switch (this) {
            case EQ -> a == b;
            case NE -> a != b;
            case LT -> a < b;
            case LE -> a <= b;
            case GT -> a > b;
            case GE -> a >= b;
        };
    }
}
