package org.clgrad.autograd;

import java.util.List;
import org.clgrad.engine.routine.indexing.Indexed;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;

/**
 * Reading and writing at places that index tensors say, I32 or I64. Axes may be negative and then count from the end; negative
 * indices count from the end where the method says so, as in PyTorch.
 *
 * <p>An index that is no place is not refused, since nobody waits for the device to find out: reading there gives NaN, or 0 where
 * the type has none, and writing is passed over. Of several elements written to one place the last in row-major order stays;
 * sums are made in that order, without atomics. So results are the same in each run. Gradients can be taken to any order.
 */
public sealed interface TensorIndexing permits Tensor {
    /** The tensor these methods belong to. */
    Tensor self();

    // ---- Reading

    /**
     * y[o,j,i] = x[o, index[o,j,i], i], the middle one being the axis: PyTorch's {@code gather}. Along other axes the index may
     * be shorter than this. Gradient: dy, summed by place.
     *
     * @throws MismatchException if the index has another number of axes, or is longer along others than the axis
     */
    default Tensor gather(int axis, Tensor index) {
        int along = Indexing.axis("gather", self(), axis);
        Indexing.checkWithin("gather", index.shape(), along, self().shape());
        return new ReadAtFunction(Indexed.ELEMENTS, along, false, false)
                .apply(Indexing.cut(self(), index.shape(), along), index);
    }

    /** As {@link #gather}, where this and the index broadcast to one another along all axes but the one. */
    default Tensor takeAlongDim(Tensor index, int axis) {
        int along = Indexing.axis("take_along_dim", self(), axis);
        if (index.rank() != self().rank()) {
            throw new MismatchException(
                    "take_along_dim",
                    "index",
                    self().rank() + " axes",
                    index.shape().toString());
        }
        Shape others = Shape.broadcast(
                "take_along_dim", self().shape().with(along, 1), index.shape().with(along, 1));
        return self().expand(others.with(along, self().size(along)))
                .gather(along, index.expand(others.with(along, index.size(along))));
    }

    /**
     * The slices of an axis that an index of one axis says, one after another. Gradient: dy, summed by slice.
     *
     * @throws MismatchException if the index has not one axis
     */
    default Tensor indexSelect(int axis, Tensor index) {
        int along = Indexing.axis("index_select", self(), axis);
        return new ReadAtFunction(Indexed.SLICES, along, false, false).apply(self(), index);
    }

    /** As {@link #indexSelect(int, Tensor)}, by numbers. */
    default Tensor indexSelect(int axis, long... indices) {
        try (Tensor index = Indexing.numbers(self().device(), indices)) {
            return indexSelect(axis, index);
        }
    }

    /** The elements at places of this as one long row, in the shape of the index; negative indices count from the end. */
    default Tensor take(Tensor index) {
        return new ReadAtFunction(Indexed.SLICES, 0, true, false)
                .apply(
                        self().reshape(self().shape().elements()),
                        index.reshape(index.shape().elements()))
                .reshape(index.shape());
    }

    /**
     * x[i₀, i₁, …]: what the indices say together, one for each of the first axes; they broadcast to one another, their shape
     * comes first and the axes not asked for follow. Negative indices count from the end.
     *
     * @throws MismatchException if there are no indices or more than axes, or they do not broadcast
     */
    default Tensor index(Tensor... indices) {
        Indexing places = Indexing.of("index", self(), List.of(indices));
        return new ReadAtFunction(Indexed.SLICES, 0, true, false)
                .apply(places.rows(self()), places.places())
                .reshape(places.result());
    }

    /**
     * This as an index of the rows of a table [V,D]: from […] to […,D]; {@code F.embedding(x, weight)}. Gradient of the table: dy,
     * summed by row.
     */
    default Tensor embedding(Tensor table) {
        return Indexing.embedding(self(), table, self());
    }

    /**
     * As {@link #embedding(Tensor)}, where elements that say one row have no part in its gradient.
     *
     * @param paddingIndex the row; negative ones count from the end
     * @throws MismatchException if the table has no such row
     */
    default Tensor embedding(Tensor table, long paddingIndex) {
        if (table.rank() != 2 || paddingIndex < -table.size(0) || paddingIndex >= table.size(0)) {
            throw new MismatchException(
                    "embedding",
                    "table",
                    "two axes and a row " + paddingIndex,
                    table.shape().toString());
        }
        long row = Math.floorMod(paddingIndex, table.size(0));
        try (Tensor padding = Tensor.of(self().device(), self().dtype(), Shape.scalar(), (double) row);
                Tensor isPadding = self().eq(padding);
                Tensor counted = self().maskedFill(isPadding, -1)) {
            return Indexing.embedding(self(), table, counted);
        }
    }

    /**
     * Of integers from 0 to below the number of classes, their rows of the unit matrix, I64: from […] to […, classes]. A row of zeros
     * for other integers.
     *
     * @throws MismatchException if there are no classes, or this is no index
     */
    default Tensor oneHot(long classes) {
        if (classes < 1 || !self().dtype().isInteger()) {
            throw new MismatchException(
                    "one_hot",
                    "index of " + classes + " classes",
                    "integers and a class",
                    self().dtype().toString());
        }
        try (Tensor numbers = Tensors.arange(self().device(), classes);
                Tensor equal = self().unsqueeze(-1).to(DType.I64).eq(numbers)) {
            return equal.to(DType.I64);
        }
    }

    // ---- Writing

    /**
     * This with y[o, index[o,j,i], i] = source[o,j,i], the middle one being the axis: PyTorch's {@code scatter}. The source may be
     * longer than the index, and the index shorter than this. Gradient: dy of the places for the elements that stay there (PyTorch
     * gives it to all that were written), and 0 for what they replaced.
     *
     * @throws MismatchException if the index has another number of axes, or is longer than the source, or than this along other
     *     axes than the one
     */
    default Tensor scatter(int axis, Tensor index, Tensor source) {
        Indexing.Written written = Indexing.written("scatter", self(), axis, index, source);
        return new WriteAtFunction(Indexed.ELEMENTS, written.axis(), false)
                .apply(self(), written.index(), written.source());
    }

    /** As {@link #scatter(int, Tensor, Tensor)}, one number everywhere. */
    default Tensor scatter(int axis, Tensor index, double value) {
        return scatter(axis, index, Indexing.number(self(), value, index.shape()));
    }

    /**
     * This with source[o,j,i] added at [o, index[o,j,i], i]: PyTorch's {@code scatter_add}; shapes as for {@link #scatter(int,
     * Tensor, Tensor)}. Gradient of the source: dy at the places.
     */
    default Tensor scatterAdd(int axis, Tensor index, Tensor source) {
        Indexing.Written written = Indexing.written("scatter_add", self(), axis, index, source);
        return new SumAtFunction(Indexed.ELEMENTS, written.axis(), self().size(written.axis()), false)
                .apply(written.index(), written.source(), self());
    }

    /** This with the slices of a source added to those that an index of one axis says. Gradient of the source: dy at them. */
    default Tensor indexAdd(int axis, Tensor index, Tensor source) {
        int along = Indexing.axis("index_add", self(), axis);
        return new SumAtFunction(Indexed.SLICES, along, self().size(along), false).apply(index, source, self());
    }

    /** As {@link #indexAdd(int, Tensor, Tensor)}, of the source times a number. */
    default Tensor indexAdd(int axis, Tensor index, Tensor source, double alpha) {
        return indexAdd(axis, index, source.mul(alpha));
    }

    /** This with the slices that an index of one axis says replaced by those of a source. */
    default Tensor indexCopy(int axis, Tensor index, Tensor source) {
        int along = Indexing.axis("index_copy", self(), axis);
        return new WriteAtFunction(Indexed.SLICES, along, false).apply(self(), index, source);
    }

    /** This with a number in the slices that an index of one axis says; negative indices count from the end. */
    default Tensor indexFill(int axis, Tensor index, double value) {
        int along = Indexing.axis("index_fill", self(), axis);
        Shape slices = self().shape().with(along, index.shape().elements());
        return new WriteAtFunction(Indexed.SLICES, along, true)
                .apply(self(), index, Indexing.number(self(), value, slices));
    }

    /**
     * This with x[i₀, i₁, …] = values, or values added there: places as of {@link #index}, values broadcast to its result.
     * Negative indices count from the end.
     *
     * @param accumulate whether values are added
     */
    default Tensor indexPut(List<Tensor> indices, Tensor values, boolean accumulate) {
        Indexing places = Indexing.of("index_put", self(), indices);
        Tensor rows = places.rows(self());
        Tensor source = values.expand(places.result()).reshape(places.source());
        Tensor y = accumulate
                ? new SumAtFunction(Indexed.SLICES, 0, rows.size(0), true).apply(places.places(), source, rows)
                : new WriteAtFunction(Indexed.SLICES, 0, true).apply(rows, places.places(), source);
        return y.reshape(self().shape());
    }

    /** This with a source, as long as the index, at places of this as one long row, or added there; {@link #take} reads them. */
    default Tensor put(Tensor index, Tensor source, boolean accumulate) {
        Tensor row = self().reshape(self().shape().elements());
        return row.indexPut(List.of(index), source.reshape(index.shape()), accumulate)
                .reshape(self().shape());
    }
}
