package org.clgrad.autograd;

import java.util.List;
import org.clgrad.engine.TensorData;
import org.clgrad.engine.tensor.Layout;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;

/** y = every step-th element of x along one axis, from a start on; dx = dy in its places and zeros elsewhere. */
final class Slice extends View {
    private final int axis;
    private final long start;
    private final long length;
    private final long step;
    private Shape source = Shape.scalar();

    Slice(int axis, long start, long length, long step) {
        this.axis = axis;
        this.start = start;
        this.length = length;
        this.step = step;
    }

    @Override
    public String name() {
        return "slice";
    }

    @Override
    TensorData view(TensorData data) {
        source = data.spec().shape();
        return part(data, axis, start, length, step);
    }

    static TensorData part(TensorData data, int axis, long start, long length, long step) {
        Layout layout = data.spec().layout();
        long size = layout.shape().size(axis);
        // By division, since start + (length − 1)·step may pass 2⁶³.
        long room = step > 0 ? size - 1 - start : -start;
        boolean isWithin = start >= 0
                && step != 0
                && (length == 0 ? start <= size : length > 0 && start < size && length - 1 <= room / step);
        if (!isWithin) {
            throw new MismatchException(
                    "slice",
                    "axis " + axis + " of " + layout.shape(),
                    "a part within it in steps that are not 0",
                    "start " + start + ", length " + length + ", step " + step);
        }
        long[] strides = layout.strides();
        strides[axis] *= step;
        Shape shape = layout.shape().with(axis, length);
        // What is empty, by any axis, may lie in a storage of nothing.
        return data.view(Layout.of(shape, strides), shape.elements() == 0 ? 0 : start * layout.stride(axis));
    }

    @Override
    protected List<Tensor> backward(Tensor dy) {
        if (step != 1) {
            return List.of(new Spread(source, axis, start, step).apply(dy));
        }
        long[] before = new long[source.rank()];
        long[] after = new long[source.rank()];
        before[axis] = start;
        after[axis] = source.size(axis) - start - length;
        return List.of(dy.pad(before, after, 0));
    }
}
