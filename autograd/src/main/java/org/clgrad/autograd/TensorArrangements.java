package org.clgrad.autograd;

import java.util.Arrays;
import java.util.stream.LongStream;
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
     * The same elements in the same row-major order under another shape, never a copy: {@link TensorShapes#reshape} copies
     * where it must.
     *
     * @param sizes the new shape; one of them may be −1 and then follows from the rest
     * @throws MismatchException if the numbers of elements differ, or strides cannot say it
     */
    default Tensor view(long... sizes) {
        Shape target = Reshape.resolve(self().shape(), sizes);
        if (self().data().spec().layout().reshape(target).isEmpty()) {
            throw new MismatchException(
                    "view",
                    "input " + self().data().spec(),
                    "elements that lie so that strides can say the new shape; reshape copies",
                    target.toString());
        }
        return self().reshape(target);
    }

    /** Without its axes of size 1. */
    default Tensor squeeze() {
        return self().reshape(Shape.of(LongStream.of(self().shape().toArray())
                .filter(size -> size != 1)
                .toArray()));
    }

    /**
     * The axes from one to another, both among them, merged into one.
     *
     * @throws MismatchException if the first comes after the last
     */
    default Tensor flatten(int first, int last) {
        Shape shape = self().shape();
        if (shape.rank() == 0) {
            return self().reshape(1);
        }
        int begin = shape.axis("flatten", first);
        int end = shape.axis("flatten", last);
        if (begin > end) {
            throw new MismatchException(
                    "flatten", "axes of " + shape, "the first before the last", first + " to " + last);
        }
        long[] sizes = shape.toArray();
        long merged = 1;
        for (int axis = begin; axis <= end; axis++) {
            merged = Math.multiplyExact(merged, sizes[axis]);
        }
        return self().reshape(Shape.of(LongStream.concat(
                        LongStream.concat(LongStream.of(Arrays.copyOf(sizes, begin)), LongStream.of(merged)),
                        LongStream.of(Arrays.copyOfRange(sizes, end + 1, sizes.length)))
                .toArray()));
    }

    /**
     * Moved along several axes by so many places each; see {@link TensorShapes#roll(int, long)}.
     *
     * @throws MismatchException if there is not a number for each axis
     */
    default Tensor roll(int[] axes, long[] shifts) {
        if (axes.length != shifts.length) {
            throw new MismatchException(
                    "roll", "axes " + Arrays.toString(axes), "a shift for each", Arrays.toString(shifts));
        }
        Tensor rolled = self();
        for (int i = 0; i < axes.length; i++) {
            rolled = rolled.roll(axes[i], shifts[i]);
        }
        return rolled;
    }

    /**
     * With axes backwards; none given means none. A view.
     *
     * @throws MismatchException if an axis is named twice
     */
    default Tensor flip(int... axes) {
        return new Flip(self().shape().axes("flip", axes)).apply(self());
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
        self().shape().axes("rot90", from, towards);
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
            throw new MismatchException("repeat", "times", self().rank() + " numbers or more", Arrays.toString(times));
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
        int place = shape.axis("repeat_interleave", axis);
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
                        "meshgrid",
                        "vector " + i,
                        "one axis",
                        vectors[i].shape().toString());
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
