package org.clgrad.autograd;

import java.util.ArrayList;
import java.util.List;
import org.clgrad.engine.routine.sort.Partition;
import org.clgrad.engine.routine.sort.Sort;
import org.clgrad.engine.routine.sort.Unique;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;

/**
 * Elements in order, and elements found by what they are. In all orders 0 and −0 are equal, and NaN comes after +∞. Axes may be
 * negative and then count from the end.
 *
 * <p>{@link #nonzero}, {@link #maskedSelect} and {@link #unique} give as many elements as there turn out to be, so they wait for
 * the device.
 */
public sealed interface TensorSorting permits Tensor {
    /** The tensor these methods belong to. */
    Tensor self();

    /**
     * The elements along an axis in order, and where they were. Stable in both directions: of equal elements the first stays
     * first. Gradient: dy of each value at the place that it came from.
     *
     * @param descending whether larger ones come first, and NaN before them
     */
    default Sorted sort(int axis, boolean descending) {
        return sorted("sort", axis, descending, Sort.ALL);
    }

    /** The places, I64, in which {@link #sort} finds the elements along an axis. No gradient. */
    default Tensor argsort(int axis, boolean descending) {
        return Axes.along("argsort", self(), axis, (x, along) -> {
            List<Tensor> out = Plain.all(new Sort(along, descending, Sort.ALL), x);
            out.get(0).release();
            return out.get(1);
        });
    }

    /**
     * The k largest or smallest elements along an axis, and where they were: always in order, those of {@link #sort} that come
     * first; of equal ones the first are taken. NaN counts as the largest. Gradient: dy of each value at the place that it came
     * from.
     *
     * @throws MismatchException if the axis has fewer than k elements
     */
    default Sorted topk(long k, int axis, boolean largest) {
        if (k < 0) {
            throw new MismatchException("topk", "k", "0 or more", Long.toString(k));
        }
        return sorted("topk", axis, largest, k);
    }

    private Sorted sorted(String operation, int axis, boolean descending, long count) {
        Tensor x = self().rank() == 0 ? self().unsqueeze(0) : self();
        List<Tensor> out = new SortFunction(new Sort(x.shape().axis(operation, axis), descending, count)).applyAll(x);
        return self().rank() == 0
                ? new Sorted(out.get(0).squeeze(0), out.get(1).squeeze(0))
                : new Sorted(out.get(0), out.get(1));
    }

    /**
     * The indices of all elements that are not 0, in row-major order: I64, [how many, rank]. NaN is not 0. Waits for the device.
     * No gradient.
     */
    default Tensor nonzero() {
        Tensor x = self();
        Tensor places = placesOfNonzero();
        if (x.rank() == 0) {
            return Tensors.zeros(x.device(), DType.I64, Shape.of(places.size(0), 0));
        } else if (x.rank() == 1) {
            return places.unsqueeze(1);
        }
        List<Tensor> columns = new ArrayList<>();
        long behind = x.shape().elements();
        for (int axis = 0; axis < x.rank(); axis++) {
            behind /= Math.max(1, x.size(axis));
            Tensor along = places.floorDivide((double) Math.max(1, behind));
            columns.add((axis == 0 ? along : along.remainder((double) Math.max(1, x.size(axis)))).unsqueeze(1));
        }
        return TensorShapes.concat(1, columns.toArray(new Tensor[0]));
    }

    private Tensor placesOfNonzero() {
        List<Tensor> parted = Plain.all(new Partition(false), self());
        try (Tensor count = parted.get(0);
                Tensor places = parted.get(1)) {
            return MaskedSelect.first(places, count.toLongs()[0]);
        }
    }

    /**
     * The elements where a mask is true, in row-major order, a vector; this and the mask are broadcast. Waits for the device.
     * Gradient: dy of each at its place, 0 elsewhere.
     *
     * @param mask BOOL
     * @throws MismatchException if the mask is of another type, or the shapes do not broadcast
     */
    default Tensor maskedSelect(Tensor mask) {
        if (mask.dtype() != DType.BOOL) {
            throw new MismatchException(
                    "masked_select", "mask", "type bool", mask.data().spec().toString());
        }
        Shape shape = Shape.broadcast("masked_select", self().shape(), mask.shape());
        return new MaskedSelect().apply(self().expand(shape), mask.expand(shape));
    }

    /**
     * The distinct numbers among all elements, which of them each element is, and how often each is there. Of 0 and −0 the first
     * is kept; each NaN is one of its own. Waits for the device. No gradient.
     */
    default Distinct unique() {
        List<Tensor> out = Plain.all(new Unique(), self());
        try (Tensor count = out.get(0);
                Tensor values = out.get(1);
                Tensor counts = out.get(3)) {
            long runs = count.toLongs()[0];
            return new Distinct(MaskedSelect.first(values, runs), out.get(2), MaskedSelect.first(counts, runs));
        }
    }
}
