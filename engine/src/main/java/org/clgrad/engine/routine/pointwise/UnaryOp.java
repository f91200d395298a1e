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
    /** Natural logarithm: −∞ at 0, NaN below. */
    LOG("m_log(%s)"),
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
    /** Hyperbolic tangent. */
    TANH("m_tanh(%s)"),
    /** 1/(1 + e⁻ˣ). */
    SIGMOID("SIGMOID(%s)"),
    /** Gauss's error function; derivative 2/√π·exp(−x²). */
    ERF("m_erf(%s)");

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
            case SIGN -> Expr.Const.ZERO;
            case EXP -> itself;
            case EXPM1 -> Expr.unary(EXP, x);
            case LOG -> Expr.div(Expr.Const.ONE, x);
            case LOG1P -> Expr.div(Expr.Const.ONE, Expr.add(Expr.Const.ONE, x));
            case SQRT -> Expr.div(Expr.constant(0.5), itself);
            case RSQRT -> Expr.mul(Expr.constant(-0.5), Expr.div(itself, x));
            case SIN -> Expr.unary(COS, x);
            case COS -> Expr.neg(Expr.unary(SIN, x));
            case TANH -> Expr.sub(Expr.Const.ONE, Expr.square(itself));
            case SIGMOID -> Expr.mul(itself, Expr.sub(Expr.Const.ONE, itself));
            case ERF -> Expr.mul(Expr.constant(2 / Math.sqrt(Math.PI)), Expr.unary(EXP, Expr.neg(Expr.square(x))));
        };
    }

    /** The function in OpenCL C, of an argument given as text, by the macros of {@code pointwise.clh}. */
    String kernelText(String x) {
        return kernelForm.formatted(x);
    }

    /** Whether it is defined on integers. */
    boolean takesIntegers() {
        return this == NEG || this == ABS || this == SIGN;
    }

    double apply(double x) {
        return switch (this) {
            case NEG -> -x;
            case ABS -> Math.abs(x);
            case SIGN -> Math.signum(x);
            case EXP -> Math.exp(x);
            case EXPM1 -> Math.expm1(x);
            case LOG -> Math.log(x);
            case LOG1P -> Math.log1p(x);
            case SQRT -> Math.sqrt(x);
            case RSQRT -> 1 / Math.sqrt(x);
            case SIN -> Math.sin(x);
            case COS -> Math.cos(x);
            case TANH -> Math.tanh(x);
            case SIGMOID -> 1 / (1 + Math.exp(-x));
            case ERF -> ErrorFunction.erf(x);
        };
    }

    long apply(long x) {
        return switch (this) {
            case NEG -> -x;
            case ABS -> Math.abs(x);
            case SIGN -> Long.signum(x);
            default -> throw new UnsupportedOperationException(this + " of integers");
        };
    }
}
