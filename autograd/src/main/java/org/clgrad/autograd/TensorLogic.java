package org.clgrad.autograd;

import org.clgrad.engine.routine.pointwise.Pointwise;
import org.clgrad.engine.routine.pointwise.PointwiseOp;
import org.clgrad.engine.tensor.DType;

/**
 * Questions about each element, answered with BOOL tensors, and choices by such answers; operations on bits. Operands
 * broadcast to one another by NumPy's rule. None but the choices has a gradient.
 */
public sealed interface TensorLogic permits Tensor {
    /** The tensor these methods belong to. */
    Tensor self();

    private Tensor unary(PointwiseOp op) {
        return self().apply(Pointwise.of(op));
    }

    private Tensor binary(PointwiseOp op, Tensor other) {
        return self().apply(Pointwise.of(op), other);
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

    /** [x is NaN]. */
    default Tensor isNan() {
        return unary(PointwiseOp.IS_NAN);
    }

    /** [x is ±∞]; integers never are. */
    default Tensor isInf() {
        return self().dtype().isFloat() ? unary(PointwiseOp.IS_INF) : self().ne(self());
    }

    /** [x is neither NaN nor ±∞]; integers always are. */
    default Tensor isFinite() {
        return self().dtype().isFloat() ? unary(PointwiseOp.IS_FINITE) : self().eq(self());
    }

    /** [x = 0]. */
    default Tensor logicalNot() {
        return unary(PointwiseOp.LOGICAL_NOT);
    }

    /** [x ≠ 0 and y ≠ 0]. */
    default Tensor logicalAnd(Tensor other) {
        return binary(PointwiseOp.LOGICAL_AND, other);
    }

    /** [x ≠ 0 or y ≠ 0]. */
    default Tensor logicalOr(Tensor other) {
        return binary(PointwiseOp.LOGICAL_OR, other);
    }

    /** [either x ≠ 0 or y ≠ 0]. */
    default Tensor logicalXor(Tensor other) {
        return binary(PointwiseOp.LOGICAL_XOR, other);
    }

    // ---- Bits, of integers and truth values

    /** Bits set in both. */
    default Tensor bitwiseAnd(Tensor other) {
        return binary(PointwiseOp.BITWISE_AND, other);
    }

    /** Bits set in one or both. */
    default Tensor bitwiseOr(Tensor other) {
        return binary(PointwiseOp.BITWISE_OR, other);
    }

    /** Bits set in one of both. */
    default Tensor bitwiseXor(Tensor other) {
        return binary(PointwiseOp.BITWISE_XOR, other);
    }

    /** Bits not set; of truth values the other one. */
    default Tensor bitwiseNot() {
        return unary(self().dtype() == DType.BOOL ? PointwiseOp.LOGICAL_NOT : PointwiseOp.BITWISE_NOT);
    }

    /** x·2ʸ; 0 where y is below 0 or as large as the type has bits (32 for U8). */
    default Tensor bitwiseLeftShift(Tensor other) {
        return binary(PointwiseOp.BITWISE_LEFT_SHIFT, other);
    }

    /** ⌊x/2ʸ⌋; 0 or −1 by the sign of x where y is below 0 or as large as the type has bits (32 for U8). */
    default Tensor bitwiseRightShift(Tensor other) {
        return binary(PointwiseOp.BITWISE_RIGHT_SHIFT, other);
    }

    // ---- Choices

    /** a where this is not 0, else b. */
    default Tensor where(Tensor a, Tensor b) {
        return self().apply(Pointwise.of(PointwiseOp.WHERE), a, b);
    }

    /** value where the mask is not 0, else x. Gradient: dy where the mask is 0. */
    default Tensor maskedFill(Tensor mask, double value) {
        return self().apply(Pointwise.maskedFill(value), mask);
    }
}
