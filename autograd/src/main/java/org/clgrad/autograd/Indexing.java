package org.clgrad.autograd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.clgrad.engine.Device;
import org.clgrad.engine.TensorData;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.routine.indexing.FlatIndex;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * Several indices, one for each of the first axes of a tensor, as one index of its rows.
 *
 * @param indices of the axes, which broadcast to one another
 * @param common the shape that they broadcast to
 * @param sizes those of the axes
 * @param count how many rows there are
 * @param rest the axes behind those that are indexed, as one
 * @param result the shape of what the indices say together
 */
record Indexing(List<Tensor> indices, Shape common, List<Long> sizes, long count, long rest, Shape result) {
    static Indexing of(String operation, Tensor x, List<Tensor> indices) {
        int axes = indices.size();
        if (axes < 1 || axes > x.rank()) {
            throw new MismatchException(
                    operation, "indices", "at least one and at most " + x.rank(), Integer.toString(axes));
        }
        Shape common = Shape.scalar();
        for (Tensor index : indices) {
            common = Shape.broadcast(operation, common, index.shape());
        }
        long[] sizes = x.shape().toArray();
        long count = product(sizes, 0, axes);
        long[] result = Arrays.copyOf(common.toArray(), common.rank() + sizes.length - axes);
        System.arraycopy(sizes, axes, result, common.rank(), sizes.length - axes);
        List<Long> indexed = LongStream.of(sizes).limit(axes).boxed().toList();
        return new Indexing(indices, common, indexed, count, product(sizes, axes, sizes.length), Shape.of(result));
    }

    /** The places, of one axis, into the rows; computed here, when all else that is said with them has been looked at. */
    Tensor places() {
        Tensor places = indices.get(0);
        if (indices.size() > 1) {
            List<TensorData> data = new ArrayList<>();
            for (Tensor index : indices) {
                data.add(index.expand(common).data());
            }
            places = Tensor.of(places.device().run(new FlatIndex(sizes), data).get(0));
        }
        return places.reshape(common.elements());
    }

    private static long product(long[] sizes, int from, int to) {
        long product = 1;
        for (int i = from; i < to; i++) {
            product = Math.multiplyExact(product, sizes[i]);
        }
        return product;
    }

    /** The tensor as rows. */
    Tensor rows(Tensor x) {
        return x.reshape(Shape.of(count, rest));
    }

    /** The shape of the rows that the places say. */
    Shape source() {
        return Shape.of(common.elements(), rest);
    }

    // ---- One index

    /** The rows of a table that an index says; the gradient goes to those that another one says. */
    static Tensor embedding(Tensor index, Tensor table, Tensor counted) {
        if (table.rank() != 2) {
            throw new MismatchException(
                    "embedding", "table", "two axes", table.shape().toString());
        }
        long[] sizes = Arrays.copyOf(index.shape().toArray(), index.rank() + 1);
        sizes[index.rank()] = table.size(1);
        long n = index.shape().elements();
        return new EmbeddingFunction()
                .apply(table, index.reshape(n), counted.reshape(n))
                .reshape(Shape.of(sizes));
    }

    static int axis(String operation, Tensor x, int axis) {
        return x.shape().axis(operation, axis);
    }

    static Tensor numbers(Device device, long... indices) {
        HostArray array = HostArray.zeros(TensorSpec.of(DType.I64, indices.length));
        array.set(indices);
        return Tensor.of(device, DType.I64, array.shape(), array.bytes());
    }

    static Tensor number(Tensor like, double value, Shape shape) {
        return Tensors.full(like.device(), like.dtype(), Shape.scalar(), value).expand(shape);
    }

    /** Refuses an index that is longer than a tensor along another axis than one, or has another number of axes. */
    static void checkWithin(String operation, Shape index, int axis, Shape within) {
        boolean isWithin = index.rank() == within.rank();
        for (int i = 0; isWithin && i < index.rank(); i++) {
            isWithin = i == axis || index.size(i) <= within.size(i);
        }
        if (!isWithin) {
            throw new MismatchException(
                    operation,
                    "index",
                    "at most the sizes of " + within + (axis < 0 ? "" : " but along axis " + axis),
                    index.toString());
        }
    }

    /** The part of a tensor that a shape covers, from the start of each axis but one. */
    static Tensor cut(Tensor x, Shape shape, int except) {
        Tensor part = x;
        for (int i = 0; i < shape.rank(); i++) {
            if (i != except && part.size(i) != shape.size(i)) {
                part = part.narrow(i, 0, shape.size(i));
            }
        }
        return part;
    }

    /** An index as large as what is written along all axes but one, and its source. */
    record Written(int axis, Tensor index, Tensor source) {}

    static Written written(String operation, Tensor x, int axis, Tensor index, Tensor source) {
        int along = axis(operation, x, axis);
        checkWithin(operation, index.shape(), along, x.shape());
        checkWithin(operation, index.shape(), -1, source.shape());
        if (index.dtype() != DType.I32 && index.dtype() != DType.I64) {
            throw new MismatchException(
                    operation, "index", "type i32 or i64", index.dtype().toString());
        }
        Tensor part = cut(source, index.shape(), -1);
        Tensor places = index;
        long[] after = new long[x.rank()];
        for (int i = 0; i < after.length; i++) {
            after[i] = i == along ? 0 : x.size(i) - index.size(i);
        }
        if (LongStream.of(after).anyMatch(n -> n > 0)) {
            // What an index does not cover is written by none: by one that says no place.
            long[] before = new long[after.length];
            places = index.pad(before, after, -1);
            part = part.pad(before, after, 0);
        }
        return new Written(along, places, part);
    }
}
