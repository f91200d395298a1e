package org.clgrad.autograd;

import java.util.List;
import org.clgrad.engine.tensor.Shape;

/** Elements put where they came from. */
final class Places {
    private Places() {}

    /**
     * Zeros, n of them along an axis, with the elements of x at their places.
     *
     * @param indices of x's shape: places along the axis, no two of a line the same
     */
    static Tensor put(Tensor x, Tensor indices, int axis, long n) {
        Shape shape = x.shape().with(axis, n);
        if (x.shape().elements() == 0) {
            return Tensors.zeros(x.device(), x.dtype(), shape);
        }
        Tensor lines = x.transpose(axis, -1);
        long count = lines.size(-1);
        Shape rows = Shape.of(x.shape().elements() / count, count);
        Tensor put = new MaxUnpoolFunction(List.of(n))
                .apply(lines.reshape(rows), indices.transpose(axis, -1).reshape(rows));
        return put.reshape(lines.shape().with(-1, n)).transpose(axis, -1);
    }
}
