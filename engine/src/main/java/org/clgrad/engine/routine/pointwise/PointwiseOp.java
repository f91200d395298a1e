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
import org.clgrad.engine.routine.Tolerance;
import org.clgrad.engine.tensor.DType;

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
    /**
     * ⌊a/b⌋, of integers 0 where b is 0; gradient 0. In f32 the quotient is a whole number to 3 ulp before it is rounded to
     * one.
     */
    FLOOR_DIVIDE(
            2,
            in -> Division.floor(in[0], in[1]),
            in -> Division.floor(in[0], in[1]),
            4,
            (a, b) -> Expr.binary(BinaryOp.FLOOR_DIV, a, b)),
    /** a − ⌊a/b⌋·b, with the sign of b; where b is 0, NaN, of integers 0. */
    REMAINDER(
            2,
            in -> Division.floorRemainder(in[0], in[1]),
            in -> Division.floorRemainder(in[0], in[1]),
            1,
            (a, b) -> Expr.binary(BinaryOp.MOD, a, b)),
    /** C's remainder, with the sign of a; where b is 0, NaN, of integers 0. */
    FMOD(2, in -> in[0] % in[1], in -> in[1] == 0 ? 0 : in[0] % in[1], 0, (a, b) -> Expr.binary(BinaryOp.FMOD, a, b)),
    /**
     * a + w·(b − a): the difference to ½ ulp, which reaches a sum that may be 29 times smaller (by the domains), and that
     * to ½.
     */
    LERP(
            List.of(Domain.positive(), Domain.positive(), new Domain.Uniform(0, 1)),
            in -> Math.fma(in[2], in[1] - in[0], in[0]),
            Optional.empty(),
            16,
            in -> Expr.fma(in[2], Expr.sub(in[1], in[0]), in[0])),
    /** ⌊x⌋; gradient 0, as for the next three. */
    FLOOR(in -> Math.floor(in[0]), in -> in[0], 0, x -> unary(UnaryOp.FLOOR, x)),
    /** ⌈x⌉. */
    CEIL(in -> Math.ceil(in[0]), in -> in[0], 0, x -> unary(UnaryOp.CEIL, x)),
    /** The nearest whole number, the even one of two. */
    ROUND(in -> Math.rint(in[0]), in -> in[0], 0, x -> unary(UnaryOp.ROUND, x)),
    /** The whole number next to x towards 0. */
    TRUNC(in -> in[0] < 0 ? Math.ceil(in[0]) : Math.floor(in[0]), in -> in[0], 0, x -> unary(UnaryOp.TRUNC, x)),

    // ---- Functions; bounds are those of math.clh, plus one for the rounding of the reference in f64.
    /** eˣ. */
    EXP(in -> Math.exp(in[0]), 4, x -> unary(UnaryOp.EXP, x)),
    /** 2ˣ. */
    EXP2(in -> Math.pow(2, in[0]), 4, x -> unary(UnaryOp.EXP2, x)),
    /** eˣ − 1. */
    EXPM1(in -> Math.expm1(in[0]), 4, x -> unary(UnaryOp.EXPM1, x)),
    /** log x. */
    LOG(Domain.positive(), in -> Math.log(in[0]), 4, x -> unary(UnaryOp.LOG, x)),
    /** log₂ x. The reference divides, so it has 2 ulp. */
    LOG2(Domain.positive(), in -> Math.log(in[0]) / Math.log(2), 5, x -> unary(UnaryOp.LOG2, x)),
    /** log(1 + x). */
    LOG1P(Domain.positive(), in -> Math.log1p(in[0]), 3, x -> unary(UnaryOp.LOG1P, x)),
    /** √x. */
    SQRT(Domain.positive(), in -> Math.sqrt(in[0]), 4, x -> unary(UnaryOp.SQRT, x)),
    /** 1/√x. */
    RSQRT(Domain.positive(), in -> 1 / Math.sqrt(in[0]), 4, x -> unary(UnaryOp.RSQRT, x)),
    /**
     * aᵇ; 1 where b is 0 or a is 1, NaN or not. Of integers it wraps, and where b is negative it is 0, but ±1 where a is ±1
     * (PyTorch refuses a negative number as an exponent, and does this for a tensor of them).
     */
    POW(
            List.of(Domain.positive(), Domain.standard()),
            in -> in[0] == 1 || (in[0] == -1 && Double.isInfinite(in[1])) ? 1 : Math.pow(in[0], in[1]),
            Optional.of(in -> IntegerPower.of(in[0], in[1])),
            17,
            in -> Expr.binary(BinaryOp.POW, in[0], in[1])),
    /** sin x. */
    SIN(in -> Math.sin(in[0]), 5, x -> unary(UnaryOp.SIN, x)),
    /** cos x. */
    COS(in -> Math.cos(in[0]), 5, x -> unary(UnaryOp.COS, x)),
    /** tan x. */
    TAN(in -> Math.tan(in[0]), 6, x -> unary(UnaryOp.TAN, x)),
    /** arcsin x, NaN beyond ±1. */
    ASIN(new Domain.Uniform(-1, 1), in -> Math.asin(in[0]), 5, x -> unary(UnaryOp.ASIN, x)),
    /** arccos x, NaN beyond ±1. */
    ACOS(new Domain.Uniform(-1, 1), in -> Math.acos(in[0]), 5, x -> unary(UnaryOp.ACOS, x)),
    /** arctan x. */
    ATAN(in -> Math.atan(in[0]), 6, x -> unary(UnaryOp.ATAN, x)),
    /** The angle of the point (b, a). Java's is within 2 ulp. */
    ATAN2(2, in -> Math.atan2(in[0], in[1]), 8, (a, b) -> Expr.binary(BinaryOp.ATAN2, a, b)),
    /** sinh x. Java's is within 2.5 ulp, as the next two. */
    SINH(in -> Math.sinh(in[0]), 7, x -> unary(UnaryOp.SINH, x)),
    /** cosh x. */
    COSH(in -> Math.cosh(in[0]), 7, x -> unary(UnaryOp.COSH, x)),
    /** tanh x. */
    TANH(in -> Math.tanh(in[0]), 8, x -> unary(UnaryOp.TANH, x)),
    /** arsinh x. The reference has 4 ulp, as for the next two. */
    ASINH(in -> InverseHyperbolic.asinh(in[0]), 8, x -> unary(UnaryOp.ASINH, x)),
    /** arcosh x, NaN below 1. */
    ACOSH(new Domain.Uniform(1, 4), in -> InverseHyperbolic.acosh(in[0]), 8, x -> unary(UnaryOp.ACOSH, x)),
    /** artanh x, NaN beyond ±1. */
    ATANH(new Domain.Uniform(-1, 1), in -> InverseHyperbolic.atanh(in[0]), 9, x -> unary(UnaryOp.ATANH, x)),
    /** erf x. The 16 ulp of OpenCL's, which kernels use where they have none of their own, and the reference's 8. */
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
        Expr tail = unary(UnaryOp.EXP, belowZero(x));
        return Expr.add(where(compare(CompareOp.GT, x, ZERO), x, ZERO), unary(UnaryOp.LOG1P, tail));
    }),

    /** −log(1 + e⁻ˣ): softplus, turned over twice. */
    LOG_SIGMOID(in -> Math.min(in[0], 0) - Math.log1p(Math.exp(-Math.abs(in[0]))), 8, x -> {
        Expr tail = unary(UnaryOp.EXP, belowZero(x));
        return Expr.sub(where(compare(CompareOp.GT, x, ZERO), ZERO, x), unary(UnaryOp.LOG1P, tail));
    }),
    /** a·sigmoid(b), of the halves of a gated linear unit. */
    GLU(2, in -> in[0] * (1 / (1 + Math.exp(-in[1]))), 9, (a, b) -> Expr.mul(a, unary(UnaryOp.SIGMOID, b))),
    /** x·sigmoid(x), also called swish. */
    SILU(in -> in[0] * (1 / (1 + Math.exp(-in[0]))), 9, x -> Expr.mul(x, unary(UnaryOp.SIGMOID, x))),
    /**
     * x·tanh(softplus(x)), as x·n/(n + r): n = 1 + 2e and r = 2e² where x &gt; 0, else n = e² + 2e and r = 2, with e = e^−|x|.
     * Nothing cancels, nor in the derivative, where 1 − tanh² would lose all digits of a large x. The 3 ulp of e are at most
     * 4 of n and, with the roundings, 4.3 of n + r; 1.5 are n's own, 2.5 the quotient's, ½ the product's, and 4 the
     * reference's, whose tanh keeps what softplus has.
     */
    MISH(in -> in[0] * Math.tanh(Math.max(in[0], 0) + Math.log1p(Math.exp(-Math.abs(in[0])))), 17, x -> {
        Expr positive = compare(CompareOp.GT, x, ZERO);
        Expr e = unary(UnaryOp.EXP, belowZero(x));
        Expr twice = Expr.mul(constant(2), e);
        Expr n = where(positive, Expr.add(ONE, twice), Expr.mul(e, Expr.add(e, constant(2))));
        Expr rest = where(positive, Expr.mul(twice, e), constant(2));
        return Expr.mul(x, Expr.div(n, Expr.add(n, rest)));
    }),
    /**
     * ½x(1 + erf(x/√2)), x·Φ(x) of the normal distribution. The bound is in ulps of x: half of erf's 16 and the reference's 8,
     * and 3 for the argument, the sum and the products.
     *
     * <p>Source: Hendrycks, Gimpel, "Gaussian error linear units", 2016.
     */
    GELU(Tolerance.ulpsOfInput(15), in -> 0.5 * in[0] * (1 + ErrorFunction.erf(in[0] / Math.sqrt(2))), x -> {
        Expr erf = unary(UnaryOp.ERF, Expr.mul(x, constant(1 / Math.sqrt(2))));
        return Expr.mul(Expr.mul(constant(0.5), x), Expr.add(ONE, erf));
    }),
    /**
     * ½x(1 + tanh(√(2/π)·(x + 0.044715x³))), the approximation of gelu; which is x·σ(v), with v twice tanh's argument, and needs
     * no difference of near numbers for its gradient. The bound is in ulps of x: 4 for σ's own 6 where it is not near 1, 1 for
     * the 3 of v, of which v·σ′(v) ≤ 0.23 reaches it, ½ for the product, and 2.5 for the reference.
     */
    GELU_TANH(
            Tolerance.ulpsOfInput(8),
            in -> 0.5 * in[0] * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (in[0] + 0.044715 * in[0] * in[0] * in[0]))),
            x -> {
                Expr cubic = Expr.mul(Expr.mul(constant(0.044715), x), Expr.square(x));
                Expr argument = Expr.mul(constant(2 * Math.sqrt(2 / Math.PI)), Expr.add(x, cubic));
                return Expr.mul(x, unary(UnaryOp.SIGMOID, argument));
            }),
    /**
     * λx where x &gt; 0, else λα(eˣ − 1), with λ and α such that mean 0 and variance 1 stay.
     *
     * <p>Source: Klambauer et al., "Self-normalizing neural networks", 2017, equation 14.
     */
    SELU(in -> PointwiseOp.SELU_SCALE * (in[0] > 0 ? in[0] : PointwiseOp.SELU_ALPHA * Math.expm1(in[0])), 6, x -> {
        Expr below = Expr.mul(constant(PointwiseOp.SELU_SCALE * PointwiseOp.SELU_ALPHA), unary(UnaryOp.EXPM1, x));
        return where(compare(CompareOp.GT, x, ZERO), Expr.mul(constant(PointwiseOp.SELU_SCALE), x), below);
    }),
    /** x/(1 + |x|). */
    SOFTSIGN(in -> in[0] / (1 + Math.abs(in[0])), 4, x -> Expr.div(x, Expr.add(ONE, unary(UnaryOp.ABS, x)))),
    /** min(max(x + 3, 0), 6)/6; gradient 0 at ±3. */
    HARD_SIGMOID(in -> Math.min(Math.max(in[0] + 3, 0), 6) / 6, 4, PointwiseOp::hardSigmoid),
    /**
     * x·hard_sigmoid(x).
     *
     * <p>Source: Howard et al., "Searching for MobileNetV3", 2019, §5.2.
     */
    HARD_SWISH(in -> in[0] * (Math.min(Math.max(in[0] + 3, 0), 6) / 6), 5, x -> Expr.mul(x, hardSigmoid(x))),

    // ---- Bits, of integers and truth values only.
    /** Bits set in both. */
    BITWISE_AND(2, in -> in[0] & in[1], (a, b) -> Expr.binary(BinaryOp.BIT_AND, a, b)),
    /** Bits set in one or both. */
    BITWISE_OR(2, in -> in[0] | in[1], (a, b) -> Expr.binary(BinaryOp.BIT_OR, a, b)),
    /** Bits set in one of both. */
    BITWISE_XOR(2, in -> in[0] ^ in[1], (a, b) -> Expr.binary(BinaryOp.BIT_XOR, a, b)),
    /** Bits not set; of truth values that is always 1, for which there is {@link #LOGICAL_NOT}. */
    BITWISE_NOT(in -> ~in[0], x -> unary(UnaryOp.BIT_NOT, x)),
    /** a·2ᵇ; 0 where b is below 0, or the width of the type (32 bits for U8 and I32) and above. */
    BITWISE_LEFT_SHIFT(
            2, in -> in[1] < 0 || in[1] > 63 ? 0 : in[0] << in[1], (a, b) -> Expr.binary(BinaryOp.SHIFT_LEFT, a, b)),
    /** ⌊a/2ᵇ⌋; 0 or −1 by the sign of a where b is below 0, or the width of the type and above. */
    BITWISE_RIGHT_SHIFT(
            2,
            in -> in[1] < 0 || in[1] > 63 ? (in[0] < 0 ? -1 : 0) : in[0] >> in[1],
            (a, b) -> Expr.binary(BinaryOp.SHIFT_RIGHT, a, b)),

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
    LOGICAL_NOT(in -> in[0] == 0 ? 1 : 0, in -> in[0] == 0 ? 1 : 0, 0, x -> compare(CompareOp.EQ, x, ZERO)),
    /** 1 where neither is 0. */
    LOGICAL_AND(
            2,
            in -> in[0] != 0 && in[1] != 0 ? 1 : 0,
            in -> in[0] != 0 && in[1] != 0 ? 1 : 0,
            0,
            (a, b) -> compare(CompareOp.NE, where(a, isNotZero(b), ZERO), ZERO)),
    /** 1 where one of them is not 0. */
    LOGICAL_OR(
            2,
            in -> in[0] != 0 || in[1] != 0 ? 1 : 0,
            in -> in[0] != 0 || in[1] != 0 ? 1 : 0,
            0,
            (a, b) -> compare(CompareOp.NE, where(a, ONE, isNotZero(b)), ZERO)),
    /** 1 where one of them is 0 and the other is not. */
    LOGICAL_XOR(
            2,
            in -> (in[0] != 0) != (in[1] != 0) ? 1 : 0,
            in -> (in[0] != 0) != (in[1] != 0) ? 1 : 0,
            0,
            (a, b) -> compare(CompareOp.NE, isNotZero(a), isNotZero(b))),
    /** 1 where x is NaN. */
    IS_NAN(in -> Double.isNaN(in[0]) ? 1 : 0, in -> 0, 0, x -> compare(CompareOp.NE, x, x)),
    /** 1 where x is ∞ or −∞. */
    IS_INF(
            in -> Double.isInfinite(in[0]) ? 1 : 0,
            0,
            x -> compare(CompareOp.EQ, unary(UnaryOp.ABS, x), constant(Double.POSITIVE_INFINITY))),
    /** 1 where x is neither NaN nor infinite. */
    IS_FINITE(
            in -> Double.isFinite(in[0]) ? 1 : 0,
            0,
            x -> compare(CompareOp.LT, unary(UnaryOp.ABS, x), constant(Double.POSITIVE_INFINITY)));

    private static final double SELU_SCALE = 1.0507009873554805;
    private static final double SELU_ALPHA = 1.6732632423543772;

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
    private final Optional<OnReals> onReals;
    private final Optional<OnIntegers> onIntegers;
    private final Tolerance tolerance;
    private final Expr formula;

    PointwiseOp(OnReals onReals, double ulps, UnaryOperator<Expr> formula) {
        this(Domain.standard(), onReals, ulps, formula);
    }

    PointwiseOp(Domain domain, OnReals onReals, double ulps, UnaryOperator<Expr> formula) {
        this(List.of(domain), onReals, Optional.empty(), ulps, in -> formula.apply(in[0]));
    }

    PointwiseOp(Tolerance tolerance, OnReals onReals, UnaryOperator<Expr> formula) {
        this(standard(1), Optional.of(onReals), Optional.empty(), tolerance, in -> formula.apply(in[0]));
    }

    PointwiseOp(OnReals onReals, OnIntegers onIntegers, double ulps, UnaryOperator<Expr> formula) {
        this(standard(1), onReals, Optional.of(onIntegers), ulps, in -> formula.apply(in[0]));
    }

    PointwiseOp(OnIntegers onIntegers, UnaryOperator<Expr> formula) {
        this(standard(1), Optional.empty(), Optional.of(onIntegers), Tolerance.exact(), in -> formula.apply(in[0]));
    }

    PointwiseOp(int arity, OnReals onReals, double ulps, BinaryOperator<Expr> formula) {
        this(standard(arity), onReals, Optional.empty(), ulps, in -> formula.apply(in[0], in[1]));
    }

    PointwiseOp(int arity, OnReals onReals, OnIntegers onIntegers, double ulps, BinaryOperator<Expr> formula) {
        this(standard(arity), onReals, Optional.of(onIntegers), ulps, in -> formula.apply(in[0], in[1]));
    }

    PointwiseOp(int arity, OnIntegers onIntegers, BinaryOperator<Expr> formula) {
        this(
                standard(arity),
                Optional.empty(),
                Optional.of(onIntegers),
                Tolerance.exact(),
                in -> formula.apply(in[0], in[1]));
    }

    PointwiseOp(
            List<Domain> domains,
            OnReals onReals,
            Optional<OnIntegers> onIntegers,
            double ulps,
            Function<Expr[], Expr> formula) {
        this(domains, Optional.of(onReals), onIntegers, ulps == 0 ? Tolerance.exact() : Tolerance.ulps(ulps), formula);
    }

    PointwiseOp(
            List<Domain> domains,
            Optional<OnReals> onReals,
            Optional<OnIntegers> onIntegers,
            Tolerance tolerance,
            Function<Expr[], Expr> formula) {
        Expr[] in = new Expr[domains.size()];
        Arrays.setAll(in, Expr::input);
        this.domains = domains;
        this.onReals = onReals;
        this.onIntegers = onIntegers;
        this.tolerance = tolerance;
        this.formula = formula.apply(in);
    }

    /** −|x|, but with a derivative of 1 or −1 also at 0: there even functions of it are smooth, and so their derivatives right. */
    private static Expr belowZero(Expr x) {
        return where(compare(CompareOp.GT, x, ZERO), Expr.neg(x), x);
    }

    private static Expr hardSigmoid(Expr x) {
        Expr above = Expr.add(x, constant(3));
        Expr cut = where(compare(CompareOp.GE, above, constant(6)), constant(6), above);
        return Expr.div(where(compare(CompareOp.LE, above, ZERO), ZERO, cut), constant(6));
    }

    private static Expr isNotZero(Expr x) {
        return compare(CompareOp.NE, x, ZERO);
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

    /** How far from the exact value it may be. */
    public Tolerance tolerance() {
        return tolerance;
    }

    Optional<OnReals> onReals() {
        return onReals;
    }

    Optional<OnIntegers> onIntegers() {
        return onIntegers;
    }

    /** Whether it is defined on elements of a type. */
    boolean takes(DType dtype) {
        return dtype.isFloat() ? onReals.isPresent() : onIntegers.isPresent();
    }
}
