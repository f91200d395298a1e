package org.clgrad.autograd;

import java.util.Locale;
import org.clgrad.engine.routine.pointwise.BinaryOp;
import org.clgrad.engine.routine.pointwise.Expr;
import org.clgrad.engine.routine.pointwise.Pointwise;
import org.clgrad.engine.routine.pointwise.PointwiseOp;
import org.clgrad.engine.tensor.DType;

/**
 * Operations on each element by itself, two tensors broadcast to one another by NumPy's rule. Operands have one element
 * type; a number beside a tensor takes the tensor's. Gradients follow from the formulas: see {@link PointwiseFunction}.
 */
public sealed interface TensorMath permits Tensor {
    /** The tensor these methods belong to. */
    Tensor self();

    private Tensor unary(PointwiseOp op) {
        return apply(Pointwise.of(op));
    }

    private Tensor binary(PointwiseOp op, Tensor other) {
        return apply(Pointwise.of(op), other);
    }

    private Tensor with(BinaryOp op, double number) {
        return apply(number(op.name().toLowerCase(Locale.ROOT), op, number));
    }

    private static Pointwise number(String name, BinaryOp op, double number) {
        return new Pointwise(name, new Expr.Binary(op, Expr.input(0), Expr.constant(number)), 1, null);
    }

    /** Any formula, this tensor being its input 0 and the others those after it; with its gradient. */
    default Tensor apply(Pointwise formula, Tensor... others) {
        Tensor[] in = new Tensor[others.length + 1];
        in[0] = self();
        System.arraycopy(others, 0, in, 1, others.length);
        return new PointwiseFunction(formula).apply(in);
    }

    /** x + y. */
    default Tensor add(Tensor other) {
        return binary(PointwiseOp.ADD, other);
    }

    /** x + y. */
    default Tensor add(double number) {
        return with(BinaryOp.ADD, number);
    }

    /** x − y. */
    default Tensor sub(Tensor other) {
        return binary(PointwiseOp.SUB, other);
    }

    /** x − y. */
    default Tensor sub(double number) {
        return with(BinaryOp.SUB, number);
    }

    /** x·y. */
    default Tensor mul(Tensor other) {
        return binary(PointwiseOp.MUL, other);
    }

    /** x·y. */
    default Tensor mul(double number) {
        return with(BinaryOp.MUL, number);
    }

    /** x/y; of floating-point types. */
    default Tensor div(Tensor other) {
        return binary(PointwiseOp.DIV, other);
    }

    /** x/y; of floating-point types. */
    default Tensor div(double number) {
        return with(BinaryOp.DIV, number);
    }

    /** ⌊x/y⌋; gradient 0. Integers: 0 where y is 0. */
    default Tensor floorDivide(Tensor other) {
        return binary(PointwiseOp.FLOOR_DIVIDE, other);
    }

    /** ⌊x/y⌋; gradient 0. Integers: 0 where y is 0. */
    default Tensor floorDivide(double number) {
        return with(BinaryOp.FLOOR_DIV, number);
    }

    /** x − ⌊x/y⌋·y, with the sign of y: Python's %. Integers: 0 where y is 0. */
    default Tensor remainder(Tensor other) {
        return binary(PointwiseOp.REMAINDER, other);
    }

    /** x − ⌊x/y⌋·y, with the sign of y: Python's %. Integers: 0 where y is 0. */
    default Tensor remainder(double number) {
        return with(BinaryOp.MOD, number);
    }

    /** What is left of x/y cut towards 0, with the sign of x: C's %. Integers: 0 where y is 0. */
    default Tensor fmod(Tensor other) {
        return binary(PointwiseOp.FMOD, other);
    }

    /** What is left of x/y cut towards 0, with the sign of x: C's %. Integers: 0 where y is 0. */
    default Tensor fmod(double number) {
        return with(BinaryOp.FMOD, number);
    }

    /** x + weight·(end − x). */
    default Tensor lerp(Tensor end, Tensor weight) {
        return apply(Pointwise.of(PointwiseOp.LERP), end, weight);
    }

    /** x to the power y. Integers wrap; to a negative power they are 0, but ±1 of ±1. */
    default Tensor pow(Tensor other) {
        return binary(PointwiseOp.POW, other);
    }

    /** x to the power y. Integers wrap; to a negative power they are 0, but ±1 of ±1. */
    default Tensor pow(double number) {
        return with(BinaryOp.POW, number);
    }

    /** The larger; NaN wins. Gradient: to the larger, half each where they are equal, all to each where one is NaN. */
    default Tensor maximum(Tensor other) {
        return binary(PointwiseOp.MAXIMUM, other);
    }

    /** The smaller; NaN wins. Gradient: to the smaller, half each where they are equal, all to each where one is NaN. */
    default Tensor minimum(Tensor other) {
        return binary(PointwiseOp.MINIMUM, other);
    }

    /** −x. */
    default Tensor neg() {
        return unary(PointwiseOp.NEG);
    }

    /** |x|; gradient 0 at 0. */
    default Tensor abs() {
        return unary(PointwiseOp.ABS);
    }

    /** −1, 0 or 1; gradient 0. */
    default Tensor sign() {
        return unary(PointwiseOp.SIGN);
    }

    /** eˣ. */
    default Tensor exp() {
        return unary(PointwiseOp.EXP);
    }

    /** eˣ − 1, exact for small x. */
    default Tensor expm1() {
        return unary(PointwiseOp.EXPM1);
    }

    /** 2ˣ. */
    default Tensor exp2() {
        return unary(PointwiseOp.EXP2);
    }

    /** The natural logarithm. */
    default Tensor log() {
        return unary(PointwiseOp.LOG);
    }

    /** log₂ x. */
    default Tensor log2() {
        return unary(PointwiseOp.LOG2);
    }

    /** log(1 + x), exact for small x. */
    default Tensor log1p() {
        return unary(PointwiseOp.LOG1P);
    }

    /** √x. */
    default Tensor sqrt() {
        return unary(PointwiseOp.SQRT);
    }

    /** 1/√x. */
    default Tensor rsqrt() {
        return unary(PointwiseOp.RSQRT);
    }

    /** 1/x. */
    default Tensor reciprocal() {
        return unary(PointwiseOp.RECIPROCAL);
    }

    /** x². */
    default Tensor square() {
        return unary(PointwiseOp.SQUARE);
    }

    /** sin x. */
    default Tensor sin() {
        return unary(PointwiseOp.SIN);
    }

    /** cos x. */
    default Tensor cos() {
        return unary(PointwiseOp.COS);
    }

    /** tan x. */
    default Tensor tan() {
        return unary(PointwiseOp.TAN);
    }

    /** arcsin x, −π/2 … π/2; NaN beyond ±1. */
    default Tensor asin() {
        return unary(PointwiseOp.ASIN);
    }

    /** arccos x, 0 … π; NaN beyond ±1. */
    default Tensor acos() {
        return unary(PointwiseOp.ACOS);
    }

    /** arctan x, −π/2 … π/2. */
    default Tensor atan() {
        return unary(PointwiseOp.ATAN);
    }

    /** The angle of the point (other, x), −π … π. */
    default Tensor atan2(Tensor other) {
        return binary(PointwiseOp.ATAN2, other);
    }

    /** sinh x. */
    default Tensor sinh() {
        return unary(PointwiseOp.SINH);
    }

    /** cosh x. */
    default Tensor cosh() {
        return unary(PointwiseOp.COSH);
    }

    /** tanh x. */
    default Tensor tanh() {
        return unary(PointwiseOp.TANH);
    }

    /** arsinh x. */
    default Tensor asinh() {
        return unary(PointwiseOp.ASINH);
    }

    /** arcosh x, from 0 on; NaN below 1. */
    default Tensor acosh() {
        return unary(PointwiseOp.ACOSH);
    }

    /** artanh x; ±∞ at ±1, NaN beyond. */
    default Tensor atanh() {
        return unary(PointwiseOp.ATANH);
    }

    /** ⌊x⌋; gradient 0, as for the next three. */
    default Tensor floor() {
        return unary(PointwiseOp.FLOOR);
    }

    /** ⌈x⌉. */
    default Tensor ceil() {
        return unary(PointwiseOp.CEIL);
    }

    /** The nearest whole number, the even one of two. */
    default Tensor round() {
        return unary(PointwiseOp.ROUND);
    }

    /** The whole number next to x towards 0. */
    default Tensor trunc() {
        return unary(PointwiseOp.TRUNC);
    }

    /** The error function. */
    default Tensor erf() {
        return unary(PointwiseOp.ERF);
    }

    /** min(max(x, low), high), so high everywhere where low is above it; gradient 1 at the bounds, 0 beyond. */
    default Tensor clamp(double low, double high) {
        return apply(Pointwise.clamp(low, high));
    }

    /** In another element type; see {@code HostArray.set} for what rounding does. Gradient: dy in the old type. */
    default Tensor to(DType dtype) {
        return dtype == self().dtype() ? self() : new CastFunction(dtype).apply(self());
    }

    /** x where it is finite, else 0 for NaN, and the ends of the range of x's type for infinities; gradient 0 there. */
    default Tensor nanToNum() {
        if (!self().dtype().isFloat()) {
            return self().copy();
        }
        double largest = self().dtype().largest();
        return nanToNum(0, largest, -largest);
    }

    /** x where it is finite, else one of three numbers; gradient 0 there. A copy of integers. */
    default Tensor nanToNum(double nan, double positiveInfinity, double negativeInfinity) {
        if (!self().dtype().isFloat()) {
            return self().copy();
        }
        return apply(Pointwise.nanToNum(nan, positiveInfinity, negativeInfinity));
    }
}
