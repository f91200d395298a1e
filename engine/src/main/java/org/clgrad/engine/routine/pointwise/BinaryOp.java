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
     * aᵇ·log a, which is 0 where a = 0 and b ≥ 0. Of integers it wraps, and where b is negative it is 0, but ±1 of ±1.
     */
    POW("POWER(%s, %s)"),
    /**
     * The larger one; NaN if either is. Where both are equal each has half of the derivative, and where one is NaN each has
     * all of it, so that NaN is not lost on the way back.
     */
    MAX("LARGER(%s, %s)"),
    /** The smaller one; NaN if either is. The derivative is divided as for {@link #MAX}. */
    MIN("SMALLER(%s, %s)"),
    /** The angle of the point (b, a), −π … π; derivatives b/(a² + b²) and −a/(a² + b²). */
    ATAN2("m_atan2(%s, %s)"),
    /** ⌊a/b⌋; of integers 0 where b is 0, and it wraps; of floating-point numbers a/b there. Derivative 0. */
    FLOOR_DIV("FLOOR_DIV(%s, %s)"),
    /**
     * a − ⌊a/b⌋·b, with the sign of b; of integers 0 where b is 0, of floating-point numbers NaN. Derivatives 1 and
     * −⌊a/b⌋.
     */
    MOD("FLOOR_MOD(%s, %s)"),
    /** a less a multiple of b, with the sign of a: C's; where b is 0 as {@link #MOD}. Derivatives 1 and −trunc(a/b). */
    FMOD("TRUNC_MOD(%s, %s)"),
    /** Bits that are set in both; of integers only, as the next ones. */
    BIT_AND("(%s) & (%s)"),
    /** Bits that are set in one or both. */
    BIT_OR("(%s) | (%s)"),
    /** Bits that are set in one and not in both. */
    BIT_XOR("(%s) ^ (%s)"),
    /** a·2ᵇ; 0 where b is not one of the places of the type computed in. */
    SHIFT_LEFT("SHIFT_LEFT(%s, %s)"),
    /** ⌊a/2ᵇ⌋; 0 or −1 by the sign of a where b is not one of the places of the type computed in. */
    SHIFT_RIGHT("SHIFT_RIGHT(%s, %s)");

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
            case MAX -> ofTheChosen(CompareOp.GT, CompareOp.LT, a, da, b, db);
            case MIN -> ofTheChosen(CompareOp.LT, CompareOp.GT, a, da, b, db);
            case ATAN2 -> {
                Expr square = Expr.add(Expr.square(a), Expr.square(b));
                yield Expr.sub(Expr.mul(Expr.div(b, square), da), Expr.mul(Expr.div(a, square), db));
            }
            case MOD -> Expr.sub(da, Expr.mul(new Expr.Binary(FLOOR_DIV, a, b), db));
            case FMOD -> Expr.sub(da, Expr.mul(Expr.unary(UnaryOp.TRUNC, Expr.div(a, b)), db));
            case FLOOR_DIV, BIT_AND, BIT_OR, BIT_XOR, SHIFT_LEFT, SHIFT_RIGHT -> Expr.Const.ZERO;
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

    private static Expr ofTheChosen(CompareOp takesFirst, CompareOp takesSecond, Expr a, Expr da, Expr b, Expr db) {
        Expr both = Expr.add(da, db);
        Expr first = Expr.where(Expr.compare(takesFirst, a, b), da, both);
        Expr one = Expr.where(Expr.compare(takesSecond, a, b), db, first);
        return Expr.where(Expr.compare(CompareOp.EQ, a, b), Expr.mul(Expr.constant(0.5), both), one);
    }

    /** The function in OpenCL C, of arguments given as text, by the macros of {@code pointwise.clh}. */
    String kernelText(String a, String b) {
        return kernelForm.formatted(a, b);
    }

    /** Whether it is defined on integers. */
    boolean takesIntegers() {
        return this != DIV && this != ATAN2;
    }

    /** Whether it is defined on floating-point numbers. */
    boolean takesReals() {
        return switch (this) {
            case BIT_AND, BIT_OR, BIT_XOR, SHIFT_LEFT, SHIFT_RIGHT -> false;
            default -> true;
        };
    }

    /** Whether it is an instruction or a few, and no function of a library. */
    boolean isInstruction() {
        return switch (this) {
            case ADD, SUB, MUL, DIV, MAX, MIN, BIT_AND, BIT_OR, BIT_XOR -> true;
            default -> false;
        };
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
            case ATAN2 -> Math.atan2(a, b);
            case FLOOR_DIV -> Division.floor(a, b);
            case MOD -> Division.floorRemainder(a, b);
            case FMOD -> a % b;
            default -> throw new UnsupportedOperationException(this + " of real numbers");
        };
    }

    long apply(long a, long b) {
        return switch (this) {
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case MAX -> Math.max(a, b);
            case MIN -> Math.min(a, b);
            case FLOOR_DIV -> Division.floor(a, b);
            case MOD -> Division.floorRemainder(a, b);
            case FMOD -> b == 0 ? 0 : a % b;
            case BIT_AND -> a & b;
            case BIT_OR -> a | b;
            case BIT_XOR -> a ^ b;
            case SHIFT_LEFT -> b < 0 || b >= Long.SIZE ? 0 : a << b;
            case SHIFT_RIGHT -> a >> (b < 0 || b >= Long.SIZE ? Long.SIZE - 1 : b);
            case POW -> IntegerPower.of(a, b);
            case DIV, ATAN2 -> throw new UnsupportedOperationException(this + " of integers");
        };
    }
}
