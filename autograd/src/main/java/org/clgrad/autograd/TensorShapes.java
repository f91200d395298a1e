package org.clgrad.autograd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.clgrad.engine.routine.pointwise.CompareOp;
import org.clgrad.engine.routine.pointwise.Expr;
import org.clgrad.engine.routine.pointwise.Pointwise;
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
        int first = shape.rank() == 0 ? 0 : shape.axis("flatten", start);
        long[] sizes = Arrays.copyOf(shape.toArray(), first + 1);
        sizes[first] = -1;
        return shape.elements() == 0 ? reshape(Reshape.flattened(shape, first)) : reshape(sizes);
    }

    /**
     * The axes reordered: axis i of the result is axis {@code order[i]} of this.
     *
     * @throws MismatchException unless each axis is there once
     */
    default Tensor permute(int... order) {
        return new Permute(order).apply(self());
    }

    /**
     * Two axes exchanged.
     *
     * @throws MismatchException if there are no such axes
     */
    default Tensor transpose(int a, int b) {
        Shape shape = self().shape();
        int first = shape.axis("transpose", a);
        int second = shape.axis("transpose", b);
        int[] order = IntStream.range(0, shape.rank()).toArray();
        order[first] = second;
        order[second] = first;
        return permute(order);
    }

    /**
     * A matrix transposed: the last two axes exchanged.
     *
     * @throws MismatchException if there are fewer than two axes
     */
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

    /**
     * As {@link #expand(Shape)}; a size of −1 is that of this tensor's axis, aligned at the innermost one.
     *
     * @throws MismatchException if the sizes do not broadcast, or one of −1 has no axis
     */
    default Tensor expand(long... sizes) {
        long[] resolved = sizes.clone();
        int lead = sizes.length - self().rank();
        for (int i = 0; i < sizes.length; i++) {
            if (sizes[i] == -1 && i < lead) {
                throw new MismatchException(
                        "expand",
                        "the size −1 of " + Arrays.toString(sizes),
                        "an axis that is there",
                        "" + self().shape());
            }
            resolved[i] = sizes[i] == -1 ? self().size(i - lead) : sizes[i];
        }
        return expand(Shape.of(resolved));
    }

    /** The reverse of {@link #expand(Shape)}: summed over the axes that broadcasting to this shape would have repeated. */
    default Tensor sumTo(Shape shape) {
        return Expand.sumTo(self(), shape);
    }

    /**
     * Without an axis, if that has size 1; else this, as in PyTorch.
     *
     * @throws MismatchException if there is no such axis
     */
    default Tensor squeeze(int axis) {
        Shape shape = self().shape();
        int place = shape.axis("squeeze", axis);
        return shape.size(place) == 1 ? reshape(shape.without(place)) : self();
    }

    /** With a further axis of size 1, at this place of the result. */
    default Tensor unsqueeze(int axis) {
        Shape shape = self().shape();
        int place = axis < 0 ? axis + shape.rank() + 1 : axis;
        if (place < 0 || place > shape.rank()) {
            throw new MismatchException(
                    "unsqueeze", "axis", "one from " + -(shape.rank() + 1) + " to " + shape.rank(), "" + axis);
        }
        long[] sizes = new long[shape.rank() + 1];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = i == place ? 1 : shape.size(i < place ? i : i - 1);
        }
        return reshape(Shape.of(sizes));
    }

    /**
     * The part of an axis from {@code start} on, {@code length} long; a negative start counts from the end. A view.
     *
     * @throws MismatchException if there is no such axis, or the part reaches beyond it
     */
    default Tensor narrow(int axis, long start, long length) {
        int place = self().shape().axis("narrow", axis);
        return new Slice(place, start < 0 ? start + self().size(place) : start, length, 1).apply(self());
    }

    /**
     * Every {@code step}-th element of an axis from {@code start} to before {@code stop}, by Python's rule: negative
     * numbers count from the end, and what lies beyond the axis is cut off. With a negative step it goes backwards; then
     * −size − 1 is the place before the first element. A view.
     *
     * @throws MismatchException if the step is 0
     */
    default Tensor slice(int axis, long start, long stop, long step) {
        int place = self().shape().axis("slice", axis);
        long size = self().size(place);
        long lowest = step < 0 ? -1 : 0;
        long highest = step < 0 ? size - 1 : size;
        long first = Math.max(lowest, Math.min(highest, start < 0 ? start + size : start));
        long last = Math.max(lowest, Math.min(highest, stop < 0 ? stop + size : stop));
        long distance = step < 0 ? first - last : last - first;
        long length = distance <= 0 || step == 0 ? 0 : (distance - 1) / Math.abs(Math.max(step, -size - 1)) + 1;
        return new Slice(place, Math.max(0, first), length, step).apply(self());
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

    /**
     * The n-th part along an axis, which goes away; a negative number counts from the end. A view.
     *
     * @throws MismatchException if there is no such axis or part
     */
    default Tensor select(int axis, long index) {
        int place = self().shape().axis("select", axis);
        return narrow(place, index, 1).squeeze(place);
    }

    /** A dense copy. */
    default Tensor copy() {
        return new CopyFunction().apply(self());
    }

    /** This, if it is dense, else a dense copy. */
    default Tensor contiguous() {
        return self().data().spec().isContiguous() ? self() : copy();
    }

    /**
     * In parts along an axis, each {@code size} long but the last, which may be shorter; views.
     *
     * @throws MismatchException if the size is less than 1
     */
    default List<Tensor> split(int axis, long size) {
        if (size < 1) {
            throw new MismatchException("split", "size", "1 or more", Long.toString(size));
        }
        long whole = self().size(self().shape().axis("split", axis));
        long[] sizes = LongStream.iterate(0, start -> start < whole, start -> start + size)
                .map(start -> Math.min(size, whole - start))
                .toArray();
        return split(axis, sizes);
    }

    /**
     * In parts of given sizes along an axis; views.
     *
     * @throws MismatchException if the sizes do not add up to the axis
     */
    default List<Tensor> split(int axis, long... sizes) {
        int along = self().shape().axis("split", axis);
        if (LongStream.of(sizes).sum() != self().size(along)) {
            throw new MismatchException(
                    "split",
                    "axis " + axis + " of " + self().shape(),
                    "sizes that add up to it",
                    Arrays.toString(sizes));
        }
        return new Split(along, sizes).applyAll(self());
    }

    /**
     * In so many parts along an axis, or fewer, all of ⌈size/count⌉ but the last; views.
     *
     * @throws MismatchException if the count is less than 1
     */
    default List<Tensor> chunk(int axis, int count) {
        if (count < 1) {
            throw new MismatchException("chunk", "count", "1 or more", Integer.toString(count));
        }
        long size = self().size(self().shape().axis("chunk", axis));
        return split(axis, Math.max(1, (size + count - 1) / count));
    }

    /** Moved along an axis by so many places; what leaves it at one end comes back at the other. */
    default Tensor roll(int axis, long shift) {
        long size = self().size(self().shape().axis("roll", axis));
        long left = size == 0 ? 0 : Math.floorMod(shift, size);
        return left == 0 ? self() : concat(axis, narrow(axis, size - left, left), narrow(axis, 0, size - left));
    }

    /**
     * So many copies beside one another along each axis; more numbers than axes add axes in front, fewer leave the first axes
     * as they are, as NumPy's.
     *
     * @throws MismatchException if a number is negative
     */
    default Tensor tile(long... repeats) {
        int rank = Math.max(self().rank(), repeats.length);
        long[] apart = new long[2 * rank];
        long[] repeated = new long[2 * rank];
        long[] joined = new long[rank];
        for (int axis = 0; axis < rank; axis++) {
            int own = axis - (rank - self().rank());
            int given = axis - (rank - repeats.length);
            long size = own < 0 ? 1 : self().size(own);
            long times = given < 0 ? 1 : repeats[given];
            if (times < 0) {
                throw new MismatchException("tile", "repeats", "0 or more", Arrays.toString(repeats));
            }
            apart[2 * axis] = 1;
            apart[2 * axis + 1] = size;
            repeated[2 * axis] = times;
            repeated[2 * axis + 1] = size;
            joined[axis] = times * size;
        }
        return reshape(Shape.of(apart)).expand(Shape.of(repeated)).reshape(Shape.of(joined));
    }

    /** The elements at and below a diagonal of the last two axes, 0 above it; diagonal 0 is the main one, 1 the next above. */
    default Tensor tril(long diagonal) {
        return onOneSide(CompareOp.GT, diagonal);
    }

    /** The elements at and above a diagonal of the last two axes, 0 below it. */
    default Tensor triu(long diagonal) {
        return onOneSide(CompareOp.LT, diagonal);
    }

    /** 0 where column less row compares so with the diagonal. */
    private Tensor onOneSide(CompareOp outside, long diagonal) {
        self().shape().axis(outside == CompareOp.GT ? "tril" : "triu", -2);
        Tensor rows = Tensors.arange(self().device(), self().size(-2)).unsqueeze(-1);
        Tensor columns = Tensors.arange(self().device(), self().size(-1));
        Expr place = Expr.sub(Expr.input(0), Expr.input(1));
        Expr condition = Expr.compare(outside, place, Expr.constant((double) diagonal));
        return self().maskedFill(columns.apply(Pointwise.of("diagonal", condition), rows), 0);
    }

    /**
     * Joined along a new axis, at this place of the result; all of one shape.
     *
     * @throws MismatchException if there are none, or they differ in shape or type
     */
    static Tensor stack(int axis, Tensor... parts) {
        return concat(
                axis, Arrays.stream(parts).map(part -> part.unsqueeze(axis)).toArray(Tensor[]::new));
    }

    /**
     * Joined along an axis; all other sizes are equal.
     *
     * @throws MismatchException if there are none, or they differ in type or another size
     */
    static Tensor concat(int axis, Tensor... parts) {
        return new Concat(axis).apply(parts);
    }
}
