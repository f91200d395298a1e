package org.clgrad.autograd;

import java.util.List;
import org.clgrad.engine.TensorData;
import org.clgrad.engine.tensor.Layout;
import org.clgrad.engine.tensor.Shape;

/** y = a diagonal of two axes of x, as the last axis, a view; dx = dy on that diagonal and zeros elsewhere. */
final class Diagonal extends View {
    private final long offset;
    private final int rows;
    private final int columns;
    private Shape source = Shape.scalar();

    /** The elements with column = row + offset. */
    Diagonal(long offset, int rows, int columns) {
        this.offset = offset;
        this.rows = rows;
        this.columns = columns;
    }

    @Override
    public String name() {
        return "diagonal";
    }

    @Override
    TensorData view(TensorData data) {
        source = data.spec().shape();
        return part(data, offset, rows, columns);
    }

    static TensorData part(TensorData data, long offset, int rows, int columns) {
        Layout layout = data.spec().layout();
        Shape shape = layout.shape();
        long firstRow = Math.max(0, -offset);
        long firstColumn = Math.max(0, offset);
        long length = Math.max(0, Math.min(shape.size(rows) - firstRow, shape.size(columns) - firstColumn));
        int rank = shape.rank();
        long[] sizes = new long[rank - 1];
        long[] strides = new long[rank - 1];
        int next = 0;
        for (int axis = 0; axis < rank; axis++) {
            if (axis != rows && axis != columns) {
                sizes[next] = shape.size(axis);
                strides[next++] = layout.stride(axis);
            }
        }
        sizes[next] = length;
        strides[next] = layout.stride(rows) + layout.stride(columns);
        long first = firstRow * layout.stride(rows) + firstColumn * layout.stride(columns);
        Layout diagonal = Layout.of(Shape.of(sizes), strides);
        return data.view(diagonal, diagonal.shape().elements() == 0 ? 0 : first);
    }

    @Override
    protected List<Tensor> backward(Tensor dy) {
        return List.of(new DiagonalEmbedding(source, offset, rows, columns).apply(dy));
    }
}
