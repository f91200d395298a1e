package org.clgrad.engine.tensor;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * The sizes of a tensor's axes, outermost first. The empty shape is a scalar's. Sizes may be 0, and then the tensor has
 * no elements.
 */
public final class Shape {
    private static final Shape SCALAR = new Shape(new long[0]);

    private final long[] sizes;
    private final long elements;

    private Shape(long[] sizes) {
        long product = 1;
        for (long size : sizes) {
            if (size < 0) {
                throw new MismatchException("shape", "sizes", "numbers of 0 or more", Arrays.toString(sizes));
            }
            if (size != 0 && product > Long.MAX_VALUE / size) {
                throw new MismatchException("shape", "sizes", "fewer than 2⁶³ elements", Arrays.toString(sizes));
            }
            product *= size;
        }
        this.sizes = sizes;
        this.elements = product;
    }

    /**
     * The shape of the given sizes.
     *
     * @throws MismatchException if a size is negative, or the number of elements passes 2⁶³
     */
    public static Shape of(long... sizes) {
        return sizes.length == 0 ? SCALAR : new Shape(sizes.clone());
    }

    /** The shape of rank 0, of one element. */
    public static Shape scalar() {
        return SCALAR;
    }

    /** The number of axes. */
    public int rank() {
        return sizes.length;
    }

    /**
     * The size of an axis; negative axes count from the end, so that −1 is the innermost.
     *
     * @throws MismatchException if there is no such axis
     */
    public long size(int axis) {
        return sizes[axis("size", axis)];
    }

    /** The number of elements: the product of the sizes, 1 for a scalar. */
    public long elements() {
        return elements;
    }

    /** A copy of the sizes. */
    public long[] toArray() {
        return sizes.clone();
    }

    /**
     * An axis as an index from 0.
     *
     * @param operation who asks
     * @throws MismatchException if {@code axis} is not in −rank … rank−1
     */
    public int axis(String operation, int axis) {
        int index = axis < 0 ? axis + sizes.length : axis;
        if (index < 0 || index >= sizes.length) {
            throw new MismatchException(operation, "axis " + axis, "a tensor that has it", toString());
        }
        return index;
    }

    /**
     * Axes as indices from 0, in the order given.
     *
     * @param operation who asks
     * @throws MismatchException if one is not in −rank … rank−1, or is there twice
     */
    public int[] axes(String operation, int... axes) {
        int[] indices = new int[axes.length];
        boolean[] found = new boolean[sizes.length];
        for (int i = 0; i < axes.length; i++) {
            indices[i] = axis(operation, axes[i]);
            if (found[indices[i]]) {
                throw new MismatchException(
                        operation, "the list of axes", "different ones of shape " + this, Arrays.toString(axes));
            }
            found[indices[i]] = true;
        }
        return indices;
    }

    /**
     * The sizes of the innermost axes, so many.
     *
     * @throws IllegalArgumentException if there are fewer
     */
    public List<Long> last(int axes) {
        if (axes > sizes.length) {
            throw new IllegalArgumentException("the last " + axes + " axes of shape " + this);
        }
        return LongStream.of(sizes).skip(sizes.length - (long) axes).boxed().toList();
    }

    /** This shape with one axis's size replaced. */
    public Shape with(int axis, long size) {
        long[] copy = sizes.clone();
        copy[axis("shape", axis)] = size;
        return of(copy);
    }

    /** This shape without one axis. */
    public Shape without(int axis) {
        int dropped = axis("shape", axis);
        long[] left = new long[sizes.length - 1];
        System.arraycopy(sizes, 0, left, 0, dropped);
        System.arraycopy(sizes, dropped + 1, left, dropped, left.length - dropped);
        return of(left);
    }

    /**
     * The shape both broadcast to by NumPy's rule: aligned at the innermost axis, sizes equal or 1.
     *
     * @throws MismatchException naming {@code operation} and both shapes, if they do not fit
     */
    public static Shape broadcast(String operation, Shape a, Shape b) {
        int rank = Math.max(a.rank(), b.rank());
        long[] out = new long[rank];
        for (int i = 0; i < rank; i++) {
            long sizeA = i < rank - a.rank() ? 1 : a.sizes[i - (rank - a.rank())];
            long sizeB = i < rank - b.rank() ? 1 : b.sizes[i - (rank - b.rank())];
            if (sizeA != sizeB && sizeA != 1 && sizeB != 1) {
                throw new MismatchException(
                        operation, "axis " + (i - rank) + " of shape " + a, "size " + sizeA + " or 1", b.toString());
            }
            out[i] = sizeA == 1 ? sizeB : sizeA;
        }
        return of(out);
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof Shape shape && Arrays.equals(sizes, shape.sizes));
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sizes);
    }

    /** Like {@code [3,4]}; {@code []} for a scalar. */
    @Override
    public String toString() {
        return LongStream.of(sizes).mapToObj(Long::toString).collect(Collectors.joining(",", "[", "]"));
    }
}
