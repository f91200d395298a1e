package org.clgrad.autograd;

import org.clgrad.engine.routine.reduce.Reduce;
import org.clgrad.engine.tensor.MismatchException;

/** Sums and products that keep what they have on the way. Axes may be negative and then count from the end. */
public sealed interface TensorScans permits Tensor {
    /** The tensor these methods belong to. */
    Tensor self();

    /**
     * yᵢ = Σ xⱼ over j ≤ i along an axis; of integers and {@code BOOL} as I64. Gradient: the sum of dy from i on.
     *
     * @throws MismatchException if there is no such axis
     */
    default Tensor cumsum(int axis) {
        return scan("cumsum", Reduce.Op.SUM, axis);
    }

    /**
     * yᵢ = Π xⱼ over j ≤ i along an axis; of integers and {@code BOOL} as I64. The gradient divides by nothing, so it is right
     * where there are zeros too.
     *
     * @throws MismatchException if there is no such axis
     */
    default Tensor cumprod(int axis) {
        return scan("cumprod", Reduce.Op.PROD, axis);
    }

    private Tensor scan(String operation, Reduce.Op op, int axis) {
        return Axes.along(operation, self(), axis, (x, along) -> new ScanFunction(op, along, false, false).apply(x));
    }

    /**
     * The largest xⱼ over j ≤ i along an axis, and where it was, the last of equal ones, as in PyTorch; from the first NaN on it is
     * NaN, at the last of these. Gradient: dy to that element alone.
     *
     * @throws MismatchException if there is no such axis
     */
    default RunningExtremes cummax(int axis) {
        return RunningExtremes.of("cummax", Reduce.Op.MAX, self(), axis);
    }

    /** The smallest, otherwise as {@link #cummax}. */
    default RunningExtremes cummin(int axis) {
        return RunningExtremes.of("cummin", Reduce.Op.MIN, self(), axis);
    }
}
