package org.clgrad.engine.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How a tensor's elements lie behind its first one: element (i₀, …, iᵣ₋₁) is Σ iₖ·strideₖ elements further. Strides are
 * in elements; 0 repeats (broadcast), and a negative one goes backwards, so that elements lie before the first one. Where
 * the first element is, is not a layout's business.
 */
public final class Layout {
    private final Shape shape;
    private final long[] strides;
    private final int hash;

    private Layout(Shape shape, long[] strides) {
        this.shape = shape;
        this.strides = strides;
        this.hash = 31 * shape.hashCode() + Arrays.hashCode(strides);
    }

    /** The dense row-major layout of a shape. */
    public static Layout contiguous(Shape shape) {
        long[] strides = new long[shape.rank()];
        long stride = 1;
        for (int i = shape.rank() - 1; i >= 0; i--) {
            strides[i] = stride;
            stride *= Math.max(1, shape.size(i));
        }
        return new Layout(shape, strides);
    }

    /**
     * A layout of given strides, in elements.
     *
     * @throws IllegalArgumentException if there is not one stride for each axis
     */
    public static Layout of(Shape shape, long... strides) {
        if (strides.length != shape.rank()) {
            throw new IllegalArgumentException(
                    "layout: shape " + shape + " needs " + shape.rank() + " strides, got " + Arrays.toString(strides));
        }
        return new Layout(shape, strides.clone());
    }

    public Shape shape() {
        return shape;
    }

    /** The stride of an axis, in elements; negative axes count from the end. */
    public long stride(int axis) {
        return strides[shape.axis("stride", axis)];
    }

    /** A copy of the strides, in elements. */
    public long[] strides() {
        return strides.clone();
    }

    /** Whether the elements lie densely in row-major order (axes of size 1 may have any stride). */
    public boolean isContiguous() {
        if (shape.elements() == 0) {
            return true;
        }
        long expected = 1;
        for (int i = shape.rank() - 1; i >= 0; i--) {
            long size = shape.size(i);
            if (size != 1 && strides[i] != expected) {
                return false;
            }
            expected *= size;
        }
        return true;
    }

    /** The number of elements from the lowest to behind the highest one reached; 0 if there is none. */
    public long spanElements() {
        if (shape.elements() == 0) {
            return 0;
        }
        long highest = 0;
        for (int i = 0; i < strides.length; i++) {
            highest += (shape.size(i) - 1) * Math.abs(strides[i]);
        }
        return highest + 1;
    }

    /** The number of elements from the lowest one reached to the first: 0 but where a stride is negative. */
    public long elementsBefore() {
        if (shape.elements() == 0) {
            return 0;
        }
        long before = 0;
        for (int i = 0; i < strides.length; i++) {
            before -= (shape.size(i) - 1) * Math.min(0, strides[i]);
        }
        return before;
    }

    /** Whether elements of a storage are all that this reaches, if the first one is so many elements behind its begin. */
    public boolean isWithin(long offsetElements, long storageElements) {
        long lowest = offsetElements - elementsBefore();
        return lowest >= 0 && lowest + spanElements() <= storageElements;
    }

    /** Whether two positions may be the same element (a stride of 0 on an axis longer than 1): not to be written to. */
    public boolean repeats() {
        for (int i = 0; i < strides.length; i++) {
            if (strides[i] == 0 && shape.size(i) > 1) {
                return true;
            }
        }
        return false;
    }

    /**
     * The axes reordered: axis i of the result is axis {@code order[i]} of this.
     *
     * @throws MismatchException unless each axis is there once
     */
    public Layout permute(int... order) {
        int[] from = shape.axes("permute", order);
        if (order.length != shape.rank()) {
            throw new MismatchException("permute", "the order", "all axes of shape " + shape, Arrays.toString(order));
        }
        long[] sizes = new long[order.length];
        long[] permuted = new long[order.length];
        for (int i = 0; i < order.length; i++) {
            sizes[i] = shape.size(from[i]);
            permuted[i] = strides[from[i]];
        }
        return new Layout(Shape.of(sizes), permuted);
    }

    /**
     * This layout repeated to a larger shape by NumPy's broadcasting rule, with strides of 0.
     *
     * @throws MismatchException if the shape does not broadcast to {@code target}
     */
    public Layout broadcastTo(Shape target) {
        int lead = target.rank() - shape.rank();
        long[] broadcast = new long[target.rank()];
        boolean fits = lead >= 0;
        for (int i = 0; fits && i < shape.rank(); i++) {
            boolean repeated = shape.size(i) == 1;
            fits = repeated || shape.size(i) == target.size(lead + i);
            broadcast[lead + i] = repeated ? 0 : strides[i];
        }
        if (!fits) {
            throw new MismatchException("expand", "shape " + shape, "a shape it broadcasts to", target.toString());
        }
        return new Layout(target, broadcast);
    }

    /**
     * The layout of the same elements in the same row-major order under another shape, or nothing where strides cannot
     * say it and a copy is needed.
     *
     * @throws MismatchException if the numbers of elements differ
     */
    public Optional<Layout> reshape(Shape target) {
        if (target.elements() != shape.elements()) {
            throw new MismatchException(
                    "reshape", "shape " + shape, "a shape of " + shape.elements() + " elements", target.toString());
        }
        if (isContiguous()) {
            return Optional.of(contiguous(target));
        }
        // Runs of axes that are dense among themselves can be cut anew; each run must be cut on its own.
        Layout merged = collapse(List.of(this)).get(0);
        long[] result = new long[target.rank()];
        int axis = target.rank() - 1;
        for (int run = merged.shape.rank() - 1; run >= 0; run--) {
            long left = merged.shape.size(run);
            long stride = merged.strides[run];
            while (axis >= 0 && (left > 1 || target.size(axis) == 1)) {
                long size = target.size(axis);
                if (left % size != 0) {
                    return Optional.empty();
                }
                result[axis--] = stride;
                stride *= size;
                left /= size;
            }
        }
        return Optional.of(new Layout(target, result));
    }

    /**
     * The same walk over several layouts of one shape with as few axes as strides allow: axes of size 1 dropped,
     * neighbours merged where every layout is dense across them. The result has rank 1 at least.
     *
     * @param layouts layouts of one and the same shape
     */
    public static List<Layout> collapse(List<Layout> layouts) {
        Shape shape = layouts.get(0).shape;
        int rank = shape.rank();
        long[] sizes = new long[Math.max(1, rank)];
        long[][] merged = new long[layouts.size()][Math.max(1, rank)];
        int n = 0;
        for (int axis = 0; axis < rank; axis++) {
            long size = shape.size(axis);
            if (size == 1) {
                continue;
            }
            boolean joins = n > 0;
            for (int l = 0; joins && l < merged.length; l++) {
                joins = merged[l][n - 1] == layouts.get(l).strides[axis] * size;
            }
            if (!joins) {
                sizes[n++] = 1;
            }
            sizes[n - 1] *= size;
            for (int l = 0; l < merged.length; l++) {
                merged[l][n - 1] = layouts.get(l).strides[axis];
            }
        }
        if (n == 0) {
            sizes[n++] = 1;
            for (long[] strides : merged) {
                strides[0] = 1;
            }
        }
        Shape collapsed = Shape.of(Arrays.copyOf(sizes, n));
        List<Layout> result = new ArrayList<>();
        for (long[] strides : merged) {
            result.add(new Layout(collapsed, Arrays.copyOf(strides, n)));
        }
        return result;
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof Layout layout
                        && hash == layout.hash
                        && shape.equals(layout.shape)
                        && Arrays.equals(strides, layout.strides));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return isContiguous()
                ? shape.toString()
                : shape + "/" + Arrays.toString(strides).replace(" ", "");
    }
}
