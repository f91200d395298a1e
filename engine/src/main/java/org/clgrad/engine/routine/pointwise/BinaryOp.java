package org.clgrad.engine.routine.pointwise;

/** Functions of two arguments that formulas are made of: what each is in kernels, on the host, and its derivative. */
public enum BinaryOp {
    /** a + b; integers wrap. */
    ADD("(%s) + (%s)"),
    /** a − b; integers wrap. */
    SUB("(%s) - (%s)"),
    /** a·b; integers wrap. */
    MUL("(%s) * (%s)"),
    /** a/b of floating-point numbers. */
    DIV("(%s) / (%s)"),
    /**
     * aᵇ as C has it: 1 where b = 0 or a = 1, whatever the other is. Derivatives b·aᵇ⁻¹, which is 0 where b = 0, and
     * aᵇ·log a, which is 0 where a = 0 and b ≥ 0.
     */
    POW("m_pow(%s, %s)"),
    /** The larger one; NaN if either is. Where both are equal each has half of the derivative. */
    MAX("LARGER(%s, %s)"),
    /** The smaller one; NaN if either is. Where both are equal each has half of the derivative. */
    MIN("SMALLER(%s, %s)");

    private final String kernelForm;

    BinaryOp(String kernelForm) {
        this.kernelForm = kernelForm;
    }

    /** The derivative of the whole, given the arguments and their derivatives. */
    Expr derivative(Expr a, Expr da, Expr b, Expr db) {
        return switch (this) {
            case ADD -> Expr.add(da, db);
            case SUB -> Expr.sub(da, db);
            case MUL -> Expr.add(Expr.mul(da, b), Expr.mul(a, db));
            case DIV -> Expr.sub(Expr.div(da, b), Expr.mul(Expr.div(Expr.div(a, b), b), db));
            case POW ->
                Expr.add(
                        Expr.isZero(da) ? da : Expr.mul(da, powerByBase(a, b)),
                        Expr.isZero(db) ? db : Expr.mul(db, powerByExponent(a, b)));
            case MAX -> ofTheChosen(CompareOp.GT, a, da, b, db);
            case MIN -> ofTheChosen(CompareOp.LT, a, da, b, db);
        };
    }

    private static Expr powerByBase(Expr a, Expr b) {
        Expr power = Expr.mul(b, new Expr.Binary(POW, a, Expr.sub(b, Expr.Const.ONE)));
        return b instanceof Expr.Const
                ? power
                : Expr.where(Expr.compare(CompareOp.EQ, b, Expr.Const.ZERO), Expr.Const.ZERO, power);
    }

    private static Expr powerByExponent(Expr a, Expr b) {
        Expr atZero = Expr.where(
                Expr.compare(CompareOp.GE, b, Expr.Const.ZERO),
                Expr.Const.ZERO,
                Expr.constant(Double.NEGATIVE_INFINITY));
        Expr elsewhere = Expr.mul(new Expr.Binary(POW, a, b), Expr.unary(UnaryOp.LOG, a));
        return Expr.where(Expr.compare(CompareOp.EQ, a, Expr.Const.ZERO), atZero, elsewhere);
    }

    private static Expr ofTheChosen(CompareOp takesFirst, Expr a, Expr da, Expr b, Expr db) {
        Expr half = Expr.mul(Expr.constant(0.5), Expr.add(da, db));
        Expr one = Expr.where(Expr.compare(takesFirst, a, b), da, db);
        return Expr.where(Expr.compare(CompareOp.EQ, a, b), half, one);
    }

    /** The function in OpenCL C, of arguments given as text, by the macros of {@code pointwise.clh}. */
    String kernelText(String a, String b) {
        return kernelForm.formatted(a, b);
    }

    /** Whether it is defined on integers. */
    boolean takesIntegers() {
        return this != DIV && this != POW;
    }

    double apply(double a, double b) {
        return switch (this) {
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case DIV -> a / b;
            // C's pow; Java's has NaN for 1 to the NaN and for ±1 to the ±∞.
            case POW -> a == 1 || (a == -1 && Double.isInfinite(b)) ? 1 : Math.pow(a, b);
            case MAX -> Math.max(a, b);
            case MIN -> Math.min(a, b);
        };
    }

    long apply(long a, long b) {
        return switch (this) {
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case MAX -> Math.max(a, b);
            case MIN -> Math.min(a, b);
            case DIV, POW -> throw new UnsupportedOperationException(this + " of integers");
        };
    }
}
