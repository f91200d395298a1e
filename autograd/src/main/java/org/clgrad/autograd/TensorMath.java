package org.clgrad.autograd;

import java.util.Locale;
import org.clgrad.engine.routine.pointwise.BinaryOp;
import org.clgrad.engine.routine.pointwise.Expr;
import org.clgrad.engine.routine.pointwise.Pointwise;
import org.clgrad.engine.routine.pointwise.PointwiseOp;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;

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
        Expr formula = new Expr.Binary(op, Expr.input(0), Expr.constant(number));
        return apply(new Pointwise(op.name().toLowerCase(Locale.ROOT), formula, 1, null));
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

    /** x to the power y. */
    default Tensor pow(Tensor other) {
        return binary(PointwiseOp.POW, other);
    }

    /** x to the power y. */
    default Tensor pow(double number) {
        return with(BinaryOp.POW, number);
    }

    /** The larger; NaN wins. Gradient: to the larger, half each where they are equal. */
    default Tensor maximum(Tensor other) {
        return binary(PointwiseOp.MAXIMUM, other);
    }

    /** The smaller; NaN wins. Gradient: to the smaller, half each where they are equal. */
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

    /** The natural logarithm. */
    default Tensor log() {
        return unary(PointwiseOp.LOG);
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

    /** tanh x. */
    default Tensor tanh() {
        return unary(PointwiseOp.TANH);
    }

    /** 1/(1 + e⁻ˣ), without overflow. */
    default Tensor sigmoid() {
        return unary(PointwiseOp.SIGMOID);
    }

    /** log(1 + eˣ), without overflow. */
    default Tensor softplus() {
        return unary(PointwiseOp.SOFTPLUS);
    }

    /** The error function. */
    default Tensor erf() {
        return unary(PointwiseOp.ERF);
    }

    /** min(max(x, low), high); gradient 1 at the bounds, 0 beyond. */
    default Tensor clamp(double low, double high) {
        return apply(Pointwise.clamp(low, high));
    }

    /** min(max(x, 0), 6); gradient 0 at 0 and 6. */
    default Tensor relu6() {
        return unary(PointwiseOp.RELU6);
    }

    /** a where this is not 0, else b. */
    default Tensor where(Tensor a, Tensor b) {
        return apply(Pointwise.of(PointwiseOp.WHERE), a, b);
    }

    /** max(x, 0); NaN stays; gradient 0 at 0. */
    default Tensor relu() {
        return unary(PointwiseOp.RELU);
    }

    /** [x = y], BOOL; no gradient, as for all comparisons. */
    default Tensor eq(Tensor other) {
        return binary(PointwiseOp.EQ, other);
    }

    /** [x ≠ y], BOOL. */
    default Tensor ne(Tensor other) {
        return binary(PointwiseOp.NE, other);
    }

    /** [x < y], BOOL. */
    default Tensor lt(Tensor other) {
        return binary(PointwiseOp.LT, other);
    }

    /** [x ≤ y], BOOL. */
    default Tensor le(Tensor other) {
        return binary(PointwiseOp.LE, other);
    }

    /** [x > y], BOOL. */
    default Tensor gt(Tensor other) {
        return binary(PointwiseOp.GT, other);
    }

    /** [x ≥ y], BOOL. */
    default Tensor ge(Tensor other) {
        return binary(PointwiseOp.GE, other);
    }

    /** In another element type; see {@code HostArray.set} for what rounding does. Gradient: dy in the old type. */
    default Tensor to(DType dtype) {
        return dtype == self().dtype() ? self() : new CastFunction(dtype).apply(self());
    }

    /**
     * x += y, in place; y is broadcast to x's shape. No graph is made; a value saved for a gradient notices.
     *
     * @throws MismatchException if y is not of x's type or does not broadcast to x
     */
    default Tensor addInPlace(Tensor other) {
        self().runInto(Pointwise.of(PointwiseOp.ADD), self(), other);
        return self();
    }
}
