package org.clgrad.autograd;

import java.util.stream.IntStream;
import org.clgrad.engine.routine.reduce.ArgReduce;
import org.clgrad.engine.routine.reduce.Reduce;

/**
 * Operations that merge elements along axes. No axes given means all of them. Axes may be negative and then count from
 * the end; with {@code keepDim} a merged axis stays with size 1.
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

    /** The largest over axes; NaN wins. Gradient: dy, shared evenly among ties. */
    default Tensor max(boolean keepDim, int... axes) {
        return reduce(Reduce.Op.MAX, keepDim, axes);
    }

    /** The smallest over axes; NaN wins. Gradient: dy, shared evenly among ties. */
    default Tensor min(boolean keepDim, int... axes) {
        return reduce(Reduce.Op.MIN, keepDim, axes);
    }

    /** The index of the largest along an axis, I64; the first of ties, NaN counts as the largest. No gradient. */
    default Tensor argmax(int axis, boolean keepDim) {
        return new Plain(new ArgReduce(false, self().shape().axis(axis), keepDim)).apply(self());
    }

    /** The index of the smallest along an axis, I64; the first of ties, NaN counts as the smallest. No gradient. */
    default Tensor argmin(int axis, boolean keepDim) {
        return new Plain(new ArgReduce(true, self().shape().axis(axis), keepDim)).apply(self());
    }

    private Tensor reduce(Reduce.Op op, boolean keepDim, int... axes) {
        int rank = self().rank();
        int[] all = axes.length == 0
                ? IntStream.range(0, rank).toArray()
                : IntStream.of(axes).map(self().shape()::axis).sorted().toArray();
        return new ReduceFunction(op, all, keepDim).apply(self());
    }
}
