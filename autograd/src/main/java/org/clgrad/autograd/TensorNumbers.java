package org.clgrad.autograd;

import java.util.Locale;
import org.clgrad.engine.routine.pointwise.BinaryOp;
import org.clgrad.engine.routine.pointwise.CompareOp;
import org.clgrad.engine.routine.pointwise.Expr;
import org.clgrad.engine.routine.pointwise.Pointwise;
import org.clgrad.engine.tensor.DType;

/**
 * Operations on each element and a number, which is of the elements' type: of integers a whole one. They are kernels of one
 * operand, whatever the number.
 */
public sealed interface TensorNumbers permits Tensor {
    /** The tensor these methods belong to. */
    Tensor self();

    private Tensor compare(CompareOp op, double number) {
        Expr formula = Expr.compare(op, Expr.input(0), Expr.constant(number));
        return self().apply(new Pointwise(op.name().toLowerCase(Locale.ROOT), formula, 1, null));
    }

    private Tensor with(String name, BinaryOp op, Expr a, Expr b) {
        return self().apply(new Pointwise(name, new Expr.Binary(op, a, b), 1, null));
    }

    /** [x = number], BOOL; no gradient, as for all comparisons. */
    default Tensor eq(double number) {
        return compare(CompareOp.EQ, number);
    }

    /** [x ≠ number], BOOL. */
    default Tensor ne(double number) {
        return compare(CompareOp.NE, number);
    }

    /** [x < number], BOOL. */
    default Tensor lt(double number) {
        return compare(CompareOp.LT, number);
    }

    /** [x ≤ number], BOOL. */
    default Tensor le(double number) {
        return compare(CompareOp.LE, number);
    }

    /** [x > number], BOOL. */
    default Tensor gt(double number) {
        return compare(CompareOp.GT, number);
    }

    /** [x ≥ number], BOOL. */
    default Tensor ge(double number) {
        return compare(CompareOp.GE, number);
    }

    /** The larger; NaN wins. Gradient 1 where x is, and of NaN, ½ where both are equal. */
    default Tensor maximum(double number) {
        return with("maximum", BinaryOp.MAX, Expr.input(0), Expr.constant(number));
    }

    /** The smaller; NaN wins. Gradient 1 where x is, and of NaN, ½ where both are equal. */
    default Tensor minimum(double number) {
        return with("minimum", BinaryOp.MIN, Expr.input(0), Expr.constant(number));
    }

    /** number − x. */
    default Tensor subFrom(double number) {
        return with("rsub", BinaryOp.SUB, Expr.constant(number), Expr.input(0));
    }

    /** number/x; of floating-point types. */
    default Tensor divInto(double number) {
        return with("rdiv", BinaryOp.DIV, Expr.constant(number), Expr.input(0));
    }

    /** The number to the power x. Integers wrap; to a negative power they are 0, but ±1 of ±1. */
    default Tensor powOf(double number) {
        return with("rpow", BinaryOp.POW, Expr.constant(number), Expr.input(0));
    }

    /** max(x, low), NaN staying; gradient 1 at the bound, 0 beyond. */
    default Tensor clampMin(double low) {
        Expr x = Expr.input(0);
        Expr min = Expr.constant(low);
        return self().apply(Pointwise.of("clamp_min", Expr.where(Expr.compare(CompareOp.LT, x, min), min, x)));
    }

    /** min(x, high), NaN staying; gradient 1 at the bound, 0 beyond. */
    default Tensor clampMax(double high) {
        Expr x = Expr.input(0);
        Expr max = Expr.constant(high);
        return self().apply(Pointwise.of("clamp_max", Expr.where(Expr.compare(CompareOp.GT, x, max), max, x)));
    }

    /** min(max(x, low), high), bounds for each element; where they cross, high. Gradient: to the one that is chosen. */
    default Tensor clamp(Tensor low, Tensor high) {
        Expr x = Expr.input(0);
        Expr above = Expr.where(Expr.compare(CompareOp.LT, x, Expr.input(1)), Expr.input(1), x);
        Expr within = Expr.where(Expr.compare(CompareOp.GT, above, Expr.input(2)), Expr.input(2), above);
        return self().apply(Pointwise.of("clamp", within), low, high);
    }

    /** x + weight·(end − x). */
    default Tensor lerp(Tensor end, double weight) {
        Expr x = Expr.input(0);
        Expr formula = Expr.fma(Expr.constant(weight), Expr.sub(Expr.input(1), x), x);
        return self().apply(Pointwise.of("lerp", formula), end);
    }

    /** a where this is not 0, else the number, of a's type. */
    default Tensor where(Tensor a, double otherwise) {
        return a.maskedFill(self().logicalNot(), otherwise);
    }

    /** The number, of b's type, where this is not 0, else b. */
    default Tensor where(double number, Tensor b) {
        return b.maskedFill(self(), number);
    }

    /** One number where this is not 0, else another, F32. */
    default Tensor where(double number, double otherwise) {
        Tensor b = Tensors.full(self().device(), DType.F32, self().shape(), otherwise);
        return b.maskedFill(self(), number);
    }
}
