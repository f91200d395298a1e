package org.clgrad.autograd;

import java.util.Arrays;
import org.clgrad.engine.routine.reduce.Reduce;
import org.clgrad.engine.routine.scan.Scan;
import org.clgrad.engine.tensor.Shape;

/**
 * The largest or smallest so far along an axis, and where they are.
 *
 * @param values the extremes
 * @param indices of the same shape, I64: the place of each along the axis
 */
public record RunningExtremes(Tensor values, Tensor indices) {
    /** Each element is where its own place is the largest of those that hold the extreme of their time. */
    static RunningExtremes of(String operation, Reduce.Op op, Tensor x, int axis) {
        if (x.rank() == 0) {
            RunningExtremes one = of(operation, op, x.unsqueeze(0), axis);
            return new RunningExtremes(one.values.squeeze(0), one.indices.squeeze(0));
        }
        int along = x.shape().axis(operation, axis);
        Tensor indices = GradMode.without(() -> indices(op, x, along));
        return new RunningExtremes(x.gather(along, indices), indices);
    }

    private static Tensor indices(Reduce.Op op, Tensor x, int axis) {
        long[] along = new long[x.rank()];
        Arrays.fill(along, 1);
        along[axis] = x.size(axis);
        try (Tensor extremes = Plain.of(new Scan(op, axis, false, false), x);
                Tensor equal = x.eq(extremes);
                // NaN is not equal to itself, and no number is equal to it.
                Tensor unordered = x.ne(x);
                Tensor holds = equal.logicalOr(unordered);
                Tensor others = holds.logicalNot();
                Tensor places = Tensors.arange(x.device(), x.size(axis));
                Tensor shaped = places.reshape(Shape.of(along));
                Tensor everywhere = shaped.expand(x.shape());
                Tensor marked = everywhere.maskedFill(others, 0)) {
            return Plain.of(new Scan(Reduce.Op.MAX, axis, false, false), marked);
        }
    }
}
