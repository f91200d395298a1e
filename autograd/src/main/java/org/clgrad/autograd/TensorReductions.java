package org.clgrad.autograd;

import java.util.Locale;
import java.util.stream.IntStream;
import org.clgrad.engine.routine.reduce.ArgReduce;
import org.clgrad.engine.routine.reduce.Reduce;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;

/**
 * Operations that merge elements along axes. No axes given means all of them. Axes may be negative and then count from
 * the end, and of a scalar are 0 or −1; with {@code keepDim} a merged axis stays with size 1. An axis that there is not, or
 * that is there twice, is a MismatchException.
 */
public sealed interface TensorReductions permits Tensor {
    /** The tensor these methods belong to. */
    Tensor self();

    /** Σ of all elements, a scalar. */
    default Tensor sum() {
        return sum(false);
    }

    /** Σ over axes; 0 over none. Gradient: dy, repeated. */
    default Tensor sum(boolean keepDim, int... axes) {
        return reduce(Reduce.Op.SUM, keepDim, axes);
    }

    /** The mean of all elements, a scalar. */
    default Tensor mean() {
        return mean(false);
    }

    /** Σ over axes, divided by their number of elements; NaN over none. Gradient: dy/n, repeated. */
    default Tensor mean(boolean keepDim, int... axes) {
        return reduce(Reduce.Op.MEAN, keepDim, axes);
    }

    /** Π of all elements, a scalar. */
    default Tensor prod() {
        return prod(false);
    }

    /**
     * Π over axes; 1 over none; of integers and {@code BOOL} as I64. Gradient: dy times the product of the other elements, so it
     * is right where there are zeros too.
     */
    default Tensor prod(boolean keepDim, int... axes) {
        return reduce(Reduce.Op.PROD, keepDim, axes);
    }

    /** The largest over axes; NaN wins. Gradient: dy, shared evenly among ties. */
    default Tensor max(boolean keepDim, int... axes) {
        return reduce(Reduce.Op.MAX, keepDim, axes);
    }

    /** The smallest over axes; NaN wins. Gradient: dy, shared evenly among ties. */
    default Tensor min(boolean keepDim, int... axes) {
        return reduce(Reduce.Op.MIN, keepDim, axes);
    }

    /** The index of the largest of all elements in row-major order, I64, a scalar; as {@link #argmax(int, boolean)}. */
    default Tensor argmax() {
        return self().reshape(-1).argmax(0, false);
    }

    /** The index of the smallest of all elements in row-major order, I64, a scalar; as {@link #argmin(int, boolean)}. */
    default Tensor argmin() {
        return self().reshape(-1).argmin(0, false);
    }

    /** The index of the largest along an axis, I64; the first of ties, NaN counts as the largest. No gradient. */
    default Tensor argmax(int axis, boolean keepDim) {
        return Axes.along("argmax", self(), axis, (x, i) -> Plain.of(new ArgReduce(false, i, keepDim), x));
    }

    /** The index of the smallest along an axis, I64; the first of ties, NaN counts as the smallest. No gradient. */
    default Tensor argmin(int axis, boolean keepDim) {
        return Axes.along("argmin", self(), axis, (x, i) -> Plain.of(new ArgReduce(true, i, keepDim), x));
    }

    /**
     * Σ (x − mean)²/(n − correction) over axes, by two passes. Gradient: 2(x − mean)/(n − correction)·dy. NaN where n is not
     * more than the correction.
     *
     * @param correction 1 for an estimate from a sample, 0 for the variance of what is there
     */
    default Tensor variance(int correction, boolean keepDim, int... axes) {
        return Accumulated.of(
                in -> {
                    Tensor centred = in[0].sub(in[0].mean(true, axes));
                    Tensor mean = centred.square().mean(keepDim, axes);
                    double n = (double) centred.shape().elements()
                            / Math.max(1, mean.shape().elements());
                    return mean.mul(n > correction ? n / (n - correction) : Double.NaN);
                },
                self());
    }

    /** The square root of {@link #variance}; gradient 0 where that is 0. */
    default Tensor deviation(int correction, boolean keepDim, int... axes) {
        return Accumulated.of(in -> root(in[0].variance(correction, keepDim, axes), 2), self());
    }

    /** x^(1/p) of sums that are not negative, with the gradient 0 at 0, where there is no slope. */
    private static Tensor root(Tensor sum, double p) {
        // Without the mask, NaN would be made of the 0 that the slope is multiplied by.
        Tensor none = sum.eq(0);
        Tensor above = sum.maskedFill(none, 1);
        return (p == 2 ? above.sqrt() : above.pow(1 / p)).maskedFill(none, p > 0 ? 0 : Double.POSITIVE_INFINITY);
    }

    /**
     * (Σ |x|ᵖ)^(1/p) over axes; the largest |x| for p = ∞, the smallest for −∞, and how many are not 0 for p = 0. Gradient 0
     * where x or the norm is 0, and for p = 0.
     */
    default Tensor norm(double p, boolean keepDim, int... axes) {
        if (p == Double.POSITIVE_INFINITY) {
            return self().abs().max(keepDim, axes);
        } else if (p == Double.NEGATIVE_INFINITY) {
            return self().abs().min(keepDim, axes);
        } else if (p == 0) {
            return self().ne(Tensors.zerosLike(self())).to(self().dtype()).sum(keepDim, axes);
        } else if (p == 1) {
            return self().abs().sum(keepDim, axes);
        }
        return Accumulated.of(in -> root(magnitudes(in[0], p).sum(keepDim, axes), p), self());
    }

    /** |x|ᵖ; what of its derivatives is not finite at 0 is taken for 0. */
    private static Tensor magnitudes(Tensor x, double p) {
        if (p == 2) {
            return x.square();
        } else if (p > 2) {
            return x.abs().pow(p);
        }
        Tensor none = x.eq(0);
        return x.abs().maskedFill(none, 1).pow(p).maskedFill(none, p > 0 ? 0 : Double.POSITIVE_INFINITY);
    }

    /** log Σ eˣ over axes, without overflow; −∞ over none. Gradient: softmax(x)·dy. */
    default Tensor logSumExp(boolean keepDim, int... axes) {
        if (self().shape().elements() == 0) {
            return self().exp().sum(keepDim, axes).log();
        }
        return Accumulated.of(
                in -> {
                    // What is taken away makes no difference, so it is no part of the graph; of infinities nothing can
                    // be
                    // taken away.
                    Tensor largest =
                            GradMode.without(() -> in[0].max(true, axes).nanToNum(0, 0, 0));
                    Tensor sum = in[0].sub(largest).exp().sum(keepDim, axes);
                    return sum.log().add(keepDim ? largest : largest.reshape(sum.shape()));
                },
                self());
    }

    /** Whether any element over axes is not 0, BOOL; false over none. */
    default Tensor any(boolean keepDim, int... axes) {
        return notZero().sum(keepDim, axes).logicalNot().logicalNot();
    }

    /** Whether no element over axes is 0, BOOL; true over none. */
    default Tensor all(boolean keepDim, int... axes) {
        return self().logicalNot().to(DType.I64).sum(keepDim, axes).logicalNot();
    }

    private Tensor notZero() {
        return self().logicalNot().logicalNot().to(DType.I64);
    }

    private Tensor reduce(Reduce.Op op, boolean keepDim, int... axes) {
        Shape shape = self().shape();
        Shape named = shape.rank() == 0 ? Shape.of(1) : shape;
        int[] given = named.axes(op.name().toLowerCase(Locale.ROOT), axes);
        int[] merged = given.length == 0 || shape.rank() == 0
                ? IntStream.range(0, shape.rank()).toArray()
                : IntStream.of(given).sorted().toArray();
        return new ReduceFunction(op, merged, keepDim).apply(self());
    }
}
