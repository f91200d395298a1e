package org.clgrad.autograd;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;

/** Elements turned round, repeated, and put around one another. Axes may be negative and then count from the end. */
public sealed interface TensorArrangements permits Tensor {
    /** The tensor these methods belong to. */
    Tensor self();

    /**
     * With zeros, or so many of its own elements, before and after it along each axis; negative numbers take elements away
     * first. Where more than one axis is padded, corners are those of one axis after the other. Gradient: dy summed over an
     * element's places.
     *
     * @param before a number for each axis
     * @param after a number for each axis
     * @param mode what with
     * @throws MismatchException if there is not a number for each axis, or an axis is too short for its padding
     */
    default Tensor pad(long[] before, long[] after, PaddingMode mode) {
        return mode.pad(self(), before, after);
    }

    /**
     * With axes backwards; none given means none. A view.
     *
     * @throws MismatchException if an axis is named twice
     */
    default Tensor flip(int... axes) {
        int[] places = IntStream.of(axes).map(self().shape()::axis).toArray();
        if (IntStream.of(places).distinct().count() != places.length) {
            throw new MismatchException("flip", "axes", "different ones", Arrays.toString(axes));
        }
        return new Flip(places).apply(self());
    }

    /** The right side left: the second axis backwards. A view. */
    default Tensor fliplr() {
        return flip(1);
    }

    /** Upside down: the first axis backwards. A view. */
    default Tensor flipud() {
        return flip(0);
    }

    /**
     * Turned by right angles in the plane of two axes, so many times from the first towards the second. A view.
     *
     * @throws MismatchException if both axes are the same
     */
    default Tensor rot90(int times, int from, int towards) {
        if (self().shape().axis(from) == self().shape().axis(towards)) {
            throw new MismatchException("rot90", "axes", "two different ones", from + " and " + towards);
        }
        return switch (Math.floorMod(times, 4)) {
            case 1 -> flip(towards).transpose(from, towards);
            case 2 -> flip(from, towards);
            case 3 -> self().transpose(from, towards).flip(towards);
            default -> self();
        };
    }

    /**
     * So many copies beside one another along each axis, with at least as many numbers as axes; further ones add axes in
     * front. {@link TensorShapes#tile} takes fewer too.
     *
     * @throws MismatchException if there are fewer numbers than axes, or one is negative
     */
    default Tensor repeat(long... times) {
        if (times.length < self().rank()) {
            throw new MismatchException(
                    "repeat", "times", self().rank() + " numbers or more", Arrays.toString(times));
        }
        return self().tile(times);
    }

    /**
     * Each element of an axis so many times, one copy beside the other.
     *
     * @throws MismatchException if the number is negative
     */
    default Tensor repeatInterleave(int axis, long times) {
        if (times < 0) {
            throw new MismatchException("repeat_interleave", "times", "0 or more", Long.toString(times));
        }
        Shape shape = self().shape();
        int place = shape.axis(axis);
        Tensor apart = self().unsqueeze(place + 1);
        Shape repeated = apart.shape().with(place + 1, times);
        return apart.expand(repeated).reshape(shape.with(place, shape.size(place) * times));
    }

    /**
     * Vectors as the coordinates of a grid: the n-th result has the n-th vector along its n-th axis and repeats it along the
     * others (PyTorch's indexing {@code ij}). Views.
     *
     * @throws MismatchException if one is no vector
     */
    static Tensor[] meshgrid(Tensor... vectors) {
        long[] sizes = new long[vectors.length];
        for (int i = 0; i < vectors.length; i++) {
            if (vectors[i].rank() != 1) {
                throw new MismatchException(
                        "meshgrid", "vector " + i, "one axis", vectors[i].shape().toString());
            }
            sizes[i] = vectors[i].size(0);
        }
        Tensor[] grids = new Tensor[vectors.length];
        for (int i = 0; i < vectors.length; i++) {
            long[] along = new long[vectors.length];
            Arrays.fill(along, 1);
            along[i] = sizes[i];
            grids[i] = vectors[i].reshape(along).expand(Shape.of(sizes));
        }
        return grids;
    }
}
