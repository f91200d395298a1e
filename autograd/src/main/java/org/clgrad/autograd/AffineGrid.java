package org.clgrad.autograd;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;

/** Places of outputs, mapped: the product of each place and 1 with a matrix. */
final class AffineGrid {
    private AffineGrid() {}

    static Tensor of(Tensor theta, boolean alignCorners, long... sizes) {
        int axes = sizes.length;
        boolean fits = (axes == 2 || axes == 3)
                && theta.rank() == 3
                && theta.size(1) == axes
                && theta.size(2) == axes + 1
                && LongStream.of(sizes).allMatch(size -> size > 0);
        if (!fits) {
            throw new MismatchException(
                    "affine_grid",
                    "theta for " + Arrays.toString(sizes),
                    "[N,2,3] for two sizes of at least 1, or [N,3,4] for three",
                    theta.shape().toString());
        }
        Tensor[] columns = new Tensor[axes + 1];
        long[] whole = LongStream.concat(LongStream.of(sizes), LongStream.of(1)).toArray();
        for (int i = 0; i < axes; i++) {
            // The first coordinate is that of the innermost axis.
            int axis = axes - 1 - i;
            long size = sizes[axis];
            double end = alignCorners ? (size > 1 ? 1 : 0) : (size - 1.0) / size;
            long[] along = new long[axes + 1];
            Arrays.fill(along, 1);
            along[axis] = size;
            columns[i] = Tensors.linspace(theta.device(), theta.dtype(), -end, end, size)
                    .reshape(along)
                    .expand(Shape.of(whole));
        }
        columns[axes] = Tensors.full(theta.device(), theta.dtype(), Shape.of(whole), 1);
        long places = LongStream.of(sizes).reduce(1, Math::multiplyExact);
        Tensor base = TensorShapes.concat(-1, columns).reshape(places, axes + 1);
        long[] grid = LongStream.concat(
                        LongStream.of(theta.size(0)), LongStream.concat(LongStream.of(sizes), LongStream.of(axes)))
                .toArray();
        return base.matmul(theta.t()).reshape(Shape.of(grid));
    }
}
