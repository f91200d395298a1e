package org.clgrad.engine.routine.pointwise;

/** Functions of one argument that formulas are made of: what each is in kernels, on the host, and its derivative. */
public enum UnaryOp {
    /** −x. */
    NEG("-(%s)"),
    /** |x|; derivative sign(x), so 0 at 0. */
    ABS("MAGNITUDE(%s)"),
    /** −1, 0 or 1; ±0 and NaN stay what they are. Derivative 0. */
    SIGN("SIGN(%s)"),
    /** eˣ. */
    EXP("m_exp(%s)"),
    /** eˣ − 1, exact for small x. */
    EXPM1("m_expm1(%s)"),
    /** 2ˣ. */
    EXP2("m_exp2(%s)"),
    /** Natural logarithm: −∞ at 0, NaN below. */
    LOG("m_log(%s)"),
    /** Logarithm to base 2: −∞ at 0, NaN below. */
    LOG2("m_log2(%s)"),
    /** log(1 + x), exact for small x. */
    LOG1P("m_log1p(%s)"),
    /** √x: NaN below 0; derivative ∞ at 0. */
    SQRT("m_sqrt(%s)"),
    /** 1/√x: ∞ at 0. */
    RSQRT("m_rsqrt(%s)"),
    /** Sine of radians. */
    SIN("m_sin(%s)"),
    /** Cosine of radians. */
    COS("m_cos(%s)"),
    /** Tangent of radians. */
    TAN("m_tan(%s)"),
    /** Arc sine, −π/2 … π/2: NaN beyond ±1. */
    ASIN("m_asin(%s)"),
    /** Arc cosine, 0 … π: NaN beyond ±1. */
    ACOS("m_acos(%s)"),
    /** Arc tangent, −π/2 … π/2. */
    ATAN("m_atan(%s)"),
    /** Hyperbolic sine. */
    SINH("m_sinh(%s)"),
    /** Hyperbolic cosine. */
    COSH("m_cosh(%s)"),
    /** Hyperbolic tangent. */
    TANH("m_tanh(%s)"),
    /** The inverse of the hyperbolic sine. */
    ASINH("m_asinh(%s)"),
    /** The inverse of the hyperbolic cosine, from 0 on: NaN below 1. */
    ACOSH("m_acosh(%s)"),
    /** The inverse of the hyperbolic tangent: ±∞ at ±1, NaN beyond. */
    ATANH("m_atanh(%s)"),
    /** 1/(1 + e⁻ˣ). */
    SIGMOID("SIGMOID(%s)"),
    /** Gauss's error function; derivative 2/√π·exp(−x²). */
    ERF("m_erf(%s)"),
    /** The largest whole number not above x; derivative 0, as for the next three. */
    FLOOR("ROUNDED(floor, %s)"),
    /** The smallest whole number not below x. */
    CEIL("ROUNDED(ceil, %s)"),
    /** The nearest whole number, the even one of two. */
    ROUND("ROUNDED(rint, %s)"),
    /** The whole number next to x towards 0. */
    TRUNC("ROUNDED(trunc, %s)"),
    /** All bits turned over; of integers only. */
    BIT_NOT("~(%s)");

    private static final double LN_2 = Math.log(2);

    private final String kernelForm;

    UnaryOp(String kernelForm) {
        this.kernelForm = kernelForm;
    }

    /** The derivative at x. */
    Expr derivative(Expr x) {
        Expr itself = Expr.unary(this, x);
        return switch (this) {
            case NEG -> Expr.constant(-1);
            case ABS -> Expr.unary(SIGN, x);
            case SIGN, FLOOR, CEIL, ROUND, TRUNC, BIT_NOT -> Expr.Const.ZERO;
            case EXP -> itself;
            case EXP2 -> Expr.mul(Expr.constant(LN_2), itself);
            case EXPM1 -> Expr.unary(EXP, x);
            case LOG -> Expr.div(Expr.Const.ONE, x);
            case LOG2 -> Expr.div(Expr.constant(1 / LN_2), x);
            case LOG1P -> Expr.div(Expr.Const.ONE, Expr.add(Expr.Const.ONE, x));
            case SQRT -> Expr.div(Expr.constant(0.5), itself);
            case RSQRT -> Expr.mul(Expr.constant(-0.5), Expr.div(itself, x));
            case SIN -> Expr.unary(COS, x);
            case COS -> Expr.neg(Expr.unary(SIN, x));
            case TAN -> Expr.add(Expr.Const.ONE, Expr.square(itself));
            case ASIN -> Expr.unary(RSQRT, oneLessSquare(x));
            case ACOS -> Expr.neg(Expr.unary(RSQRT, oneLessSquare(x)));
            case ATAN -> Expr.div(Expr.Const.ONE, Expr.add(Expr.Const.ONE, Expr.square(x)));
            case SINH -> Expr.unary(COSH, x);
            case COSH -> Expr.unary(SINH, x);
            case TANH -> Expr.sub(Expr.Const.ONE, Expr.square(itself));
            case ASINH -> Expr.unary(RSQRT, Expr.add(Expr.square(x), Expr.Const.ONE));
            case ACOSH -> Expr.unary(RSQRT, Expr.sub(Expr.square(x), Expr.Const.ONE));
            case ATANH -> Expr.div(Expr.Const.ONE, oneLessSquare(x));
            case SIGMOID -> Expr.mul(itself, Expr.sub(Expr.Const.ONE, itself));
            case ERF -> Expr.mul(Expr.constant(2 / Math.sqrt(Math.PI)), Expr.unary(EXP, Expr.neg(Expr.square(x))));
        };
    }

    /** 1 − x² as (1 − x)·(1 + x), which cancels nothing beside ±1. */
    private static Expr oneLessSquare(Expr x) {
        return Expr.mul(Expr.sub(Expr.Const.ONE, x), Expr.add(Expr.Const.ONE, x));
    }

    /** The function in OpenCL C, of an argument given as text, by the macros of {@code pointwise.clh}. */
    String kernelText(String x) {
        return kernelForm.formatted(x);
    }

    /** Whether it is defined on integers. */
    boolean takesIntegers() {
        return switch (this) {
            case NEG, ABS, SIGN, FLOOR, CEIL, ROUND, TRUNC, BIT_NOT -> true;
            default -> false;
        };
    }

    /** Whether it is defined on floating-point numbers. */
    boolean takesReals() {
        return this != BIT_NOT;
    }

    /** Whether it is an instruction or a few, and no function of a library. */
    boolean isInstruction() {
        return switch (this) {
            case NEG, ABS, SIGN, BIT_NOT -> true;
            default -> false;
        };
    }

    double apply(double x) {
        return switch (this) {
            case NEG -> -x;
            case ABS -> Math.abs(x);
            case SIGN -> Math.signum(x);
            case EXP -> Math.exp(x);
            case EXP2 -> Math.pow(2, x);
            case EXPM1 -> Math.expm1(x);
            case LOG -> Math.log(x);
            case LOG2 -> Math.log(x) / LN_2;
            case LOG1P -> Math.log1p(x);
            case SQRT -> Math.sqrt(x);
            case RSQRT -> 1 / Math.sqrt(x);
            case SIN -> Math.sin(x);
            case COS -> Math.cos(x);
            case TAN -> Math.tan(x);
            case ASIN -> Math.asin(x);
            case ACOS -> Math.acos(x);
            case ATAN -> Math.atan(x);
            case SINH -> Math.sinh(x);
            case COSH -> Math.cosh(x);
            case TANH -> Math.tanh(x);
            case ASINH -> InverseHyperbolic.asinh(x);
            case ACOSH -> InverseHyperbolic.acosh(x);
            case ATANH -> InverseHyperbolic.atanh(x);
            case SIGMOID -> 1 / (1 + Math.exp(-x));
            case ERF -> ErrorFunction.erf(x);
            case FLOOR -> Math.floor(x);
            case CEIL -> Math.ceil(x);
            case ROUND -> Math.rint(x);
            case TRUNC -> x < 0 ? Math.ceil(x) : Math.floor(x);
            case BIT_NOT -> throw new UnsupportedOperationException(this + " of real numbers");
        };
    }

    long apply(long x) {
        return switch (this) {
            case NEG -> -x;
            case ABS -> Math.abs(x);
            case SIGN -> Long.signum(x);
            case FLOOR, CEIL, ROUND, TRUNC -> x;
            case BIT_NOT -> ~x;
            default -> throw new UnsupportedOperationException(this + " of integers");
        };
    }
}
