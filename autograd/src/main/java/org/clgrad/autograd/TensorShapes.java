package org.clgrad.autograd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.clgrad.engine.routine.shape.Pad;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;

/**
 * Operations that change how a tensor is seen and compute nothing. All but {@link #copy} are views where strides can say
 * it: the result shares the elements. Axes may be negative and then count from the end.
 */
public sealed interface TensorShapes permits Tensor {
    /** The tensor these methods belong to. */
    Tensor self();

    /**
     * The same elements in the same row-major order under another shape; a view where strides can say it, otherwise a
     * copy.
     *
     * @param sizes the new shape; one of them may be −1 and then follows from the rest
     * @throws MismatchException if the numbers of elements differ
     */
    default Tensor reshape(long... sizes) {
        return reshape(Reshape.resolve(self().shape(), sizes));
    }

    /** As {@link #reshape(long...)}, without an open size. */
    default Tensor reshape(Shape shape) {
        return new Reshape(shape).apply(self());
    }

    /** The axes from {@code start} on merged into one. */
    default Tensor flatten(int start) {
        Shape shape = self().shape();
        int first = shape.rank() == 0 ? 0 : shape.axis(start);
        long[] sizes = Arrays.copyOf(shape.toArray(), first + 1);
        sizes[first] = -1;
        return shape.elements() == 0 ? reshape(Reshape.flattened(shape, first)) : reshape(sizes);
    }

    /** The axes reordered: axis i of the result is axis {@code order[i]} of this. */
    default Tensor permute(int... order) {
        return new Permute(order).apply(self());
    }

    /** Two axes exchanged. */
    default Tensor transpose(int a, int b) {
        Shape shape = self().shape();
        int[] order = IntStream.range(0, shape.rank()).toArray();
        order[shape.axis(a)] = shape.axis(b);
        order[shape.axis(b)] = shape.axis(a);
        return permute(order);
    }

    /** A matrix transposed: the last two axes exchanged. */
    default Tensor t() {
        return transpose(-2, -1);
    }

    /**
     * Repeated to a larger shape by NumPy's broadcasting rule, without a copy.
     *
     * @throws MismatchException if the shape does not broadcast
     */
    default Tensor expand(Shape shape) {
        return self().shape().equals(shape) ? self() : new Expand(shape).apply(self());
    }

    /** The reverse of {@link #expand}: summed over the axes that broadcasting to this shape would have repeated. */
    default Tensor sumTo(Shape shape) {
        return Expand.sumTo(self(), shape);
    }

    /** Without an axis of size 1. */
    default Tensor squeeze(int axis) {
        if (self().size(axis) != 1) {
            throw new MismatchException(
                    "squeeze", "axis " + axis, "size 1", self().shape().toString());
        }
        return reshape(self().shape().without(axis));
    }

    /** With a further axis of size 1, at this place of the result. */
    default Tensor unsqueeze(int axis) {
        Shape shape = self().shape();
        int place = axis < 0 ? axis + shape.rank() + 1 : axis;
        if (place < 0 || place > shape.rank()) {
            throw new MismatchException(
                    "unsqueeze", "axis", "−" + (shape.rank() + 1) + " … " + shape.rank(), "" + axis);
        }
        long[] sizes = new long[shape.rank() + 1];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = i == place ? 1 : shape.size(i < place ? i : i - 1);
        }
        return reshape(Shape.of(sizes));
    }

    /**
     * The part of an axis from {@code start} on, {@code length} long; a view.
     *
     * @throws MismatchException if it reaches beyond the axis
     */
    default Tensor narrow(int axis, long start, long length) {
        return new Slice(self().shape().axis(axis), start, length, 1).apply(self());
    }

    /**
     * Every {@code step}-th element of an axis from {@code start} to before {@code stop}, by Python's rule: negative
     * numbers count from the end, and what lies beyond the axis is cut off. A view.
     *
     * @throws MismatchException if the step is less than 1, since strides are not negative
     */
    default Tensor slice(int axis, long start, long stop, long step) {
        int place = self().shape().axis(axis);
        long size = self().size(axis);
        long first = Math.max(0, Math.min(size, start < 0 ? start + size : start));
        long last = Math.max(first, Math.min(size, stop < 0 ? stop + size : stop));
        long length = step < 1 ? 0 : (last - first) / step + ((last - first) % step == 0 ? 0 : 1);
        return new Slice(place, first, length, step).apply(self());
    }

    /**
     * With so many elements of one value before and after it along each axis; negative numbers take elements away.
     *
     * @param before a number for each axis
     * @param after a number for each axis
     * @param value a value of this element type
     * @throws MismatchException if there is not a number for each axis, or more is taken away than there is
     */
    default Tensor pad(long[] before, long[] after, double value) {
        Tensor x = self();
        if (before.length != x.rank() || after.length != x.rank()) {
            throw new MismatchException(
                    "pad",
                    "input " + x.shape(),
                    "a number for each axis",
                    Arrays.toString(before) + " before, " + Arrays.toString(after) + " after");
        }
        List<Long> more = new ArrayList<>();
        List<Long> behind = new ArrayList<>();
        for (int axis = 0; axis < before.length; axis++) {
            long cut = Math.min(0, before[axis]) + Math.min(0, after[axis]);
            x = cut == 0 ? x : x.narrow(axis, Math.max(0, -before[axis]), x.size(axis) + cut);
            more.add(Math.max(0, before[axis]));
            behind.add(Math.max(0, after[axis]));
        }
        return new PadFunction(new Pad(more, behind, value)).apply(x);
    }

    /** The n-th part along an axis, which goes away. */
    default Tensor select(int axis, long index) {
        return narrow(axis, index, 1).squeeze(axis);
    }

    /** A dense copy. */
    default Tensor copy() {
        return new CopyFunction().apply(self());
    }

    /** This, if it is dense, else a dense copy. */
    default Tensor contiguous() {
        return self().data().spec().isContiguous() ? self() : copy();
    }

    /** Joined along an axis; all other sizes are equal. */
    static Tensor concat(int axis, Tensor... parts) {
        return new Concat(axis).apply(parts);
    }
}
