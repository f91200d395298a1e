package org.clgrad.engine.routine.scan;

import java.util.List;
import org.clgrad.engine.routine.KernelFile.LaunchBuilder;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Slot;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Layout;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * A buffer seen as the lines of a tensor along one axis, which is what kernels of scans and sorts take: line l begins at
 * {@code l / inner · outerStride + l % inner · innerStride}, and its elements are {@code stride} apart.
 *
 * @param slot where the elements are
 * @param dtype their type
 * @param count how many lines there are
 * @param length elements of each
 * @param inner how many lines lie beside one another, the product of the sizes behind the axis
 */
public record Lines(
        Slot slot, DType dtype, long count, long length, long inner, long outerStride, long innerStride, long stride) {
    /** Dense rows. */
    public static Lines rows(Slot slot, DType dtype, long count, long length) {
        return new Lines(slot, dtype, count, length, 1, length, 0, 1);
    }

    /** The lines of an input; where strides cannot say them, those of a dense copy, which is added to the plan. */
    public static Lines of(PlanBuilder plan, int input, int axis) {
        TensorSpec x = plan.in(input);
        Layout outer = joined(x.layout(), 0, axis);
        Layout inner = joined(x.layout(), axis + 1, x.rank());
        if (outer.shape().rank() > 1 || inner.shape().rank() > 1) {
            return dense(plan.dense(input), x.dtype(), x.shape(), axis);
        }
        long lines = outer.shape().elements() * inner.shape().elements();
        return new Lines(
                new Slot.In(input),
                x.dtype(),
                lines,
                x.size(axis),
                Math.max(1, inner.shape().elements()),
                outer.stride(0),
                inner.stride(0),
                x.stride(axis));
    }

    /** The lines of a dense tensor. */
    public static Lines dense(Slot slot, DType dtype, Shape shape, int axis) {
        long outer = 1;
        long inner = 1;
        for (int i = 0; i < shape.rank(); i++) {
            outer *= i < axis ? shape.size(i) : 1;
            inner *= i > axis ? shape.size(i) : 1;
        }
        long length = shape.size(axis);
        long beside = Math.max(1, inner);
        return new Lines(slot, dtype, outer * inner, length, beside, length * beside, 1, beside);
    }

    /** Says how the lines are walked, from the front or from the end. */
    LaunchBuilder walk(LaunchBuilder launch, boolean reverse) {
        return launch.int64(outerStride)
                .int64(innerStride)
                .int64(reverse ? (length - 1) * stride : 0)
                .int64(reverse ? -stride : stride);
    }

    /** Some neighbouring axes as few as their strides allow, one at least. */
    private static Layout joined(Layout layout, int from, int to) {
        long[] sizes = new long[to - from];
        long[] strides = new long[to - from];
        for (int axis = from; axis < to; axis++) {
            sizes[axis - from] = layout.shape().size(axis);
            strides[axis - from] = layout.stride(axis);
        }
        return Layout.collapse(List.of(Layout.of(Shape.of(sizes), strides))).get(0);
    }
}
