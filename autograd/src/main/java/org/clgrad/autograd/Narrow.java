package org.clgrad.autograd;

import java.util.List;
import org.clgrad.engine.TensorData;
import org.clgrad.engine.tensor.Layout;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;

/** y = a part of x along one axis; dx = dy in its place and zeros around. */
final class Narrow extends View {
    private final int axis;
    private final long start;
    private final long length;
    private Shape source = Shape.scalar();

    Narrow(int axis, long start, long length) {
        this.axis = axis;
        this.start = start;
        this.length = length;
    }

    @Override
    public String name() {
        return "narrow";
    }

    @Override
    TensorData view(TensorData data) {
        source = data.spec().shape();
        return part(data, axis, start, length);
    }

    static TensorData part(TensorData data, int axis, long start, long length) {
        Layout layout = data.spec().layout();
        if (start < 0 || length < 0 || start + length > layout.shape().size(axis)) {
            throw new MismatchException(
                    "narrow",
                    "axis " + axis + " of " + layout.shape(),
                    "a part within it",
                    "start " + start + ", length " + length);
        }
        Layout narrowed = Layout.of(layout.shape().with(axis, length), layout.strides());
        return data.view(narrowed, length == 0 ? 0 : start * layout.stride(axis));
    }

    @Override
    protected List<Tensor> backward(Tensor dy) {
        return List.of(new Embed(source, axis, start).apply(dy));
    }
}
