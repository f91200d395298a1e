package org.clgrad.autograd;

import java.util.Locale;
import org.clgrad.engine.routine.pointwise.BinaryOp;
import org.clgrad.engine.routine.pointwise.Expr;
import org.clgrad.engine.routine.pointwise.Pointwise;
import org.clgrad.engine.routine.pointwise.PointwiseOp;
import org.clgrad.engine.tensor.MismatchException;

/**
 * Operations in place: no graph is made, a value saved for a gradient notices, and operands are broadcast to x's
 * shape. {@link #applyInPlace(PointwiseOp, Tensor...)} does any operation of the table so. While graphs are made, it is a {@link
 * MismatchException} if a gradient is wanted of x or an operand.
 */
public sealed interface TensorInPlace permits Tensor {
    /** The tensor these methods belong to. */
    Tensor self();

    /**
     * x = formula(x, others…), in place; the others are broadcast to x's shape. No graph is made.
     *
     * @throws MismatchException if another one is not of x's type or does not broadcast to x; while graphs are made ({@link
     *     GradMode}), if a gradient is wanted of x or of another one
     */
    default Tensor applyInPlace(Pointwise formula, Tensor... others) {
        InPlace.refuseWanted(formula.name(), self());
        InPlace.refuseOperands(formula.name(), others);
        Tensor[] in = new Tensor[others.length + 1];
        in[0] = self();
        System.arraycopy(others, 0, in, 1, others.length);
        self().runInto(formula, in);
        return self();
    }

    /** x = op(x, others…). */
    default Tensor applyInPlace(PointwiseOp op, Tensor... others) {
        return applyInPlace(Pointwise.of(op), others);
    }

    private Tensor number(BinaryOp op, double number) {
        Expr formula = new Expr.Binary(op, Expr.input(0), Expr.constant(number));
        return applyInPlace(new Pointwise(op.name().toLowerCase(Locale.ROOT), formula, 1, null));
    }

    /** x += y. */
    default Tensor addInPlace(Tensor other) {
        return applyInPlace(Pointwise.of(PointwiseOp.ADD), other);
    }

    /** x −= y. */
    default Tensor subInPlace(Tensor other) {
        return applyInPlace(Pointwise.of(PointwiseOp.SUB), other);
    }

    /** x ·= y. */
    default Tensor mulInPlace(Tensor other) {
        return applyInPlace(Pointwise.of(PointwiseOp.MUL), other);
    }

    /** x /= y. */
    default Tensor divInPlace(Tensor other) {
        return applyInPlace(Pointwise.of(PointwiseOp.DIV), other);
    }

    /** x ·= y. */
    default Tensor mulInPlace(double number) {
        return number(BinaryOp.MUL, number);
    }

    /** x += y. */
    default Tensor addInPlace(double number) {
        return number(BinaryOp.ADD, number);
    }

    /** x = min(max(x, low), high). */
    default Tensor clampInPlace(double low, double high) {
        return applyInPlace(Pointwise.clamp(low, high));
    }

    /** x = value where the mask is not 0. */
    default Tensor maskedFillInPlace(Tensor mask, double value) {
        return applyInPlace(Pointwise.maskedFill(value), mask);
    }

    /** x = number, everywhere. */
    default Tensor fillInPlace(double number) {
        return applyInPlace(new Pointwise("fill", Expr.constant(number), 1, null));
    }

    /** x −= number. */
    default Tensor subInPlace(double number) {
        return number(BinaryOp.SUB, number);
    }

    /** x /= number. */
    default Tensor divInPlace(double number) {
        return number(BinaryOp.DIV, number);
    }

    /** x = xʸ. */
    default Tensor powInPlace(double number) {
        return number(BinaryOp.POW, number);
    }

    /** x += number·y. */
    default Tensor addInPlace(Tensor other, double number) {
        Expr formula = Expr.fma(Expr.constant(number), Expr.input(1), Expr.input(0));
        return applyInPlace(Pointwise.of("add", formula), other);
    }

    /** x += number·a·b. */
    default Tensor addProductInPlace(Tensor a, Tensor b, double number) {
        Expr product = Expr.mul(Expr.constant(number), Expr.input(1));
        return applyInPlace(Pointwise.of("addcmul", Expr.fma(product, Expr.input(2), Expr.input(0))), a, b);
    }

    /** x += weight·(end − x), as a running mean does. */
    default Tensor lerpInPlace(Tensor end, double weight) {
        Expr x = Expr.input(0);
        Expr formula = Expr.fma(Expr.constant(weight), Expr.sub(Expr.input(1), x), x);
        return applyInPlace(Pointwise.of("lerp", formula), end);
    }

    /** x = 0, everywhere. */
    default Tensor zeroInPlace() {
        return self().fillInPlace(0);
    }

    /** x = −x. */
    default Tensor negInPlace() {
        return applyInPlace(PointwiseOp.NEG);
    }

    /** x = |x|. */
    default Tensor absInPlace() {
        return applyInPlace(PointwiseOp.ABS);
    }

    /** x = √x. */
    default Tensor sqrtInPlace() {
        return applyInPlace(PointwiseOp.SQRT);
    }

    /** x = eˣ. */
    default Tensor expInPlace() {
        return applyInPlace(PointwiseOp.EXP);
    }

    /** x = max(x, 0). */
    default Tensor reluInPlace() {
        return applyInPlace(PointwiseOp.RELU);
    }

    /** x = 1/(1 + e⁻ˣ). */
    default Tensor sigmoidInPlace() {
        return applyInPlace(PointwiseOp.SIGMOID);
    }

    /** x = tanh x. */
    default Tensor tanhInPlace() {
        return applyInPlace(PointwiseOp.TANH);
    }
}
