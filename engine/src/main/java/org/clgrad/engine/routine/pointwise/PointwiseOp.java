package org.clgrad.engine.routine.pointwise;

import static org.clgrad.engine.routine.pointwise.Expr.Const.ONE;
import static org.clgrad.engine.routine.pointwise.Expr.Const.ZERO;
import static org.clgrad.engine.routine.pointwise.Expr.compare;
import static org.clgrad.engine.routine.pointwise.Expr.constant;
import static org.clgrad.engine.routine.pointwise.Expr.unary;
import static org.clgrad.engine.routine.pointwise.Expr.where;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.clgrad.engine.routine.Domain;

/**
 * The pointwise operations that have a name: one row each, with the formula, the reference written by hand, the values
 * to try it on and its error bound.
 *
 * <p>Unless a row says otherwise NaN in any argument gives NaN, as it does in PyTorch. The gradient is the formula's
 * {@linkplain Expr#derivative derivative}; rows whose function has a kink say what is taken there.
 */
// Lambdas without state, unmodifiable lists and records: immutable, but the checker cannot know.
@SuppressWarnings("ImmutableEnumChecker")
public enum PointwiseOp {
    // ---- Arithmetic; integers wrap. ½ ulp; division 2½ ulp in f32 (OpenCL 1.2, table 7.4).
    /** a + b. */
    ADD(2, in -> in[0] + in[1], in -> in[0] + in[1], 1, (a, b) -> Expr.add(a, b)),
    /** a − b. */
    SUB(2, in -> in[0] - in[1], in -> in[0] - in[1], 1, (a, b) -> Expr.sub(a, b)),
    /** a·b. */
    MUL(2, in -> in[0] * in[1], in -> in[0] * in[1], 1, (a, b) -> Expr.mul(a, b)),
    /** a/b, floating-point: ±∞ or NaN where b is 0. */
    DIV(2, in -> in[0] / in[1], 3, (a, b) -> Expr.div(a, b)),
    /** −x. */
    NEG(in -> -in[0], in -> -in[0], 0, x -> unary(UnaryOp.NEG, x)),
    /** |x|; gradient 0 at 0. */
    ABS(in -> Math.abs(in[0]), in -> Math.abs(in[0]), 0, x -> unary(UnaryOp.ABS, x)),
    /** −1, 0 or 1; gradient 0. ±0 stays what it is. */
    SIGN(in -> Math.signum(in[0]), in -> Long.signum(in[0]), 0, x -> unary(UnaryOp.SIGN, x)),
    /** x². */
    SQUARE(in -> in[0] * in[0], in -> in[0] * in[0], 1, Expr::square),
    /** 1/x. */
    RECIPROCAL(in -> 1 / in[0], 3, x -> Expr.div(ONE, x)),

    // ---- Functions; bounds are those of math.clh, plus one for the rounding of the reference in f64.
    /** eˣ. */
    EXP(in -> Math.exp(in[0]), 4, x -> unary(UnaryOp.EXP, x)),
    /** eˣ − 1. */
    EXPM1(in -> Math.expm1(in[0]), 4, x -> unary(UnaryOp.EXPM1, x)),
    /** log x. */
    LOG(Domain.positive(), in -> Math.log(in[0]), 4, x -> unary(UnaryOp.LOG, x)),
    /** log(1 + x). */
    LOG1P(Domain.positive(), in -> Math.log1p(in[0]), 3, x -> unary(UnaryOp.LOG1P, x)),
    /** √x. */
    SQRT(Domain.positive(), in -> Math.sqrt(in[0]), 4, x -> unary(UnaryOp.SQRT, x)),
    /** 1/√x. */
    RSQRT(Domain.positive(), in -> 1 / Math.sqrt(in[0]), 4, x -> unary(UnaryOp.RSQRT, x)),
    /** aᵇ; 1 where b is 0 or a is 1, NaN or not. */
    POW(
            2,
            List.of(Domain.positive(), Domain.standard()),
            in -> in[0] == 1 || (in[0] == -1 && Double.isInfinite(in[1])) ? 1 : Math.pow(in[0], in[1]),
            Optional.empty(),
            17,
            in -> Expr.binary(BinaryOp.POW, in[0], in[1])),
    /** sin x. */
    SIN(in -> Math.sin(in[0]), 5, x -> unary(UnaryOp.SIN, x)),
    /** cos x. */
    COS(in -> Math.cos(in[0]), 5, x -> unary(UnaryOp.COS, x)),
    /** tanh x. Java's is within 2.5 ulp. */
    TANH(in -> Math.tanh(in[0]), 8, x -> unary(UnaryOp.TANH, x)),
    /** erf x. The kernels' 16 ulp and the reference's 8. */
    ERF(in -> ErrorFunction.erf(in[0]), 24, x -> unary(UnaryOp.ERF, x)),

    // ---- Activations
    /** max(x, 0); gradient 0 at 0. */
    RELU(
            in -> in[0] <= 0 ? 0 : in[0],
            in -> Math.max(in[0], 0),
            0,
            x -> where(compare(CompareOp.LE, x, ZERO), ZERO, x)),
    /** min(max(x, 0), 6); gradient 0 at 0 and at 6. */
    RELU6(
            in -> in[0] <= 0 ? 0 : in[0] >= 6 ? 6 : in[0],
            in -> Math.min(Math.max(in[0], 0), 6),
            0,
            x -> where(
                    compare(CompareOp.LE, x, ZERO),
                    ZERO,
                    where(compare(CompareOp.GE, x, constant(6)), constant(6), x))),
    /**
     * 1/(1 + e⁻ˣ): 0 at −∞. With t = e⁻ˣ to 3 ulp, 1 + t carries at most 3.5 ulp and the division adds 2.5; the
     * reference has 2.
     */
    SIGMOID(in -> 1 / (1 + Math.exp(-in[0])), 8, x -> unary(UnaryOp.SIGMOID, x)),
    /**
     * log(1 + eˣ), computed as max(x, 0) + log1p(e^−|x|), of which nothing cancels: 3 ulp in the exponential reach the
     * logarithm as at most 3, which adds 2, and the sum ½.
     */
    SOFTPLUS(in -> Math.max(in[0], 0) + Math.log1p(Math.exp(-Math.abs(in[0]))), 8, x -> {
        Expr tail = unary(UnaryOp.EXP, unary(UnaryOp.NEG, unary(UnaryOp.ABS, x)));
        return Expr.add(Expr.binary(BinaryOp.MAX, x, ZERO), unary(UnaryOp.LOG1P, tail));
    }),

    // ---- Choices. Which sign a 0 has where +0 and −0 are compared is not specified.
    /** The larger one; where both are equal each gets half of the gradient. */
    MAXIMUM(
            2,
            in -> Math.max(in[0], in[1]),
            in -> Math.max(in[0], in[1]),
            0,
            (a, b) -> Expr.binary(BinaryOp.MAX, a, b)),
    /** The smaller one; where both are equal each gets half of the gradient. */
    MINIMUM(
            2,
            in -> Math.min(in[0], in[1]),
            in -> Math.min(in[0], in[1]),
            0,
            (a, b) -> Expr.binary(BinaryOp.MIN, a, b)),
    /** a where the condition is not 0, else b; NaN in what is not chosen does not matter. */
    WHERE(
            3,
            List.of(new Domain.Integers(0, 2), Domain.standard(), Domain.standard()),
            in -> in[0] != 0 ? in[1] : in[2],
            Optional.of(in -> in[0] != 0 ? in[1] : in[2]),
            0,
            in -> where(in[0], in[1], in[2])),

    // ---- Truth values, of type BOOL. Comparisons with NaN are false, but not-equal is true.
    /** a = b. */
    EQ(2, in -> in[0] == in[1] ? 1 : 0, in -> in[0] == in[1] ? 1 : 0, 0, (a, b) -> compare(CompareOp.EQ, a, b)),
    /** a ≠ b. */
    NE(2, in -> in[0] != in[1] ? 1 : 0, in -> in[0] != in[1] ? 1 : 0, 0, (a, b) -> compare(CompareOp.NE, a, b)),
    /** a &lt; b. */
    LT(2, in -> in[0] < in[1] ? 1 : 0, in -> in[0] < in[1] ? 1 : 0, 0, (a, b) -> compare(CompareOp.LT, a, b)),
    /** a ≤ b. */
    LE(2, in -> in[0] <= in[1] ? 1 : 0, in -> in[0] <= in[1] ? 1 : 0, 0, (a, b) -> compare(CompareOp.LE, a, b)),
    /** a &gt; b. */
    GT(2, in -> in[0] > in[1] ? 1 : 0, in -> in[0] > in[1] ? 1 : 0, 0, (a, b) -> compare(CompareOp.GT, a, b)),
    /** a ≥ b. */
    GE(2, in -> in[0] >= in[1] ? 1 : 0, in -> in[0] >= in[1] ? 1 : 0, 0, (a, b) -> compare(CompareOp.GE, a, b)),
    /** 1 where x is 0, else 0; NaN is not 0. */
    LOGICAL_NOT(in -> in[0] == 0 ? 1 : 0, in -> in[0] == 0 ? 1 : 0, 0, x -> compare(CompareOp.EQ, x, ZERO));

    /** The reference on floating-point elements. */
    @FunctionalInterface
    interface OnReals {
        double of(double... in);
    }

    /** The reference on integers. */
    @FunctionalInterface
    interface OnIntegers {
        long of(long... in);
    }

    private static final Map<Expr, PointwiseOp> BY_FORMULA =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(PointwiseOp::formula, Function.identity()));

    private final List<Domain> domains;
    private final OnReals onReals;
    private final Optional<OnIntegers> onIntegers;
    private final double ulps;
    private final Expr formula;

    PointwiseOp(OnReals onReals, double ulps, UnaryOperator<Expr> formula) {
        this(Domain.standard(), onReals, ulps, formula);
    }

    PointwiseOp(Domain domain, OnReals onReals, double ulps, UnaryOperator<Expr> formula) {
        this(1, List.of(domain), onReals, Optional.empty(), ulps, in -> formula.apply(in[0]));
    }

    PointwiseOp(OnReals onReals, OnIntegers onIntegers, double ulps, UnaryOperator<Expr> formula) {
        this(1, List.of(Domain.standard()), onReals, Optional.of(onIntegers), ulps, in -> formula.apply(in[0]));
    }

    PointwiseOp(int arity, OnReals onReals, double ulps, BinaryOperator<Expr> formula) {
        this(arity, standard(arity), onReals, Optional.empty(), ulps, in -> formula.apply(in[0], in[1]));
    }

    PointwiseOp(int arity, OnReals onReals, OnIntegers onIntegers, double ulps, BinaryOperator<Expr> formula) {
        this(arity, standard(arity), onReals, Optional.of(onIntegers), ulps, in -> formula.apply(in[0], in[1]));
    }

    PointwiseOp(
            int arity,
            List<Domain> domains,
            OnReals onReals,
            Optional<OnIntegers> onIntegers,
            double ulps,
            Function<Expr[], Expr> formula) {
        Expr[] in = new Expr[arity];
        Arrays.setAll(in, Expr::input);
        this.domains = domains;
        this.onReals = onReals;
        this.onIntegers = onIntegers;
        this.ulps = ulps;
        this.formula = formula.apply(in);
    }

    private static List<Domain> standard(int arity) {
        return Collections.nCopies(arity, Domain.standard());
    }

    /** The row whose formula this is, if any. */
    static Optional<PointwiseOp> of(Expr formula) {
        return Optional.ofNullable(BY_FORMULA.get(formula));
    }

    /** The operation's name, {@code maximum}. */
    public String operation() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** How many inputs it has. */
    public int arity() {
        return domains.size();
    }

    /** What it computes. */
    public Expr formula() {
        return formula;
    }

    /** Where to take each input's values from when it is tried. */
    public List<Domain> domains() {
        return domains;
    }

    /** The largest error in units in the last place, in single or double precision. */
    public double ulps() {
        return ulps;
    }

    OnReals onReals() {
        return onReals;
    }

    Optional<OnIntegers> onIntegers() {
        return onIntegers;
    }

    /** Whether it is defined on integers. */
    boolean takesIntegers() {
        return onIntegers.isPresent();
    }
}
