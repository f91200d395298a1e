package org.clgrad.autograd;

import java.util.List;
import org.clgrad.engine.TensorData;
import org.clgrad.engine.tensor.Layout;

/** y = x with some axes backwards; dx = dy with the same axes backwards. */
final class Flip extends View {
    private final int[] axes;

    /** @param axes different ones, not negative */
    Flip(int... axes) {
        this.axes = axes;
    }

    @Override
    public String name() {
        return "flip";
    }

    @Override
    TensorData view(TensorData data) {
        Layout layout = data.spec().layout();
        long[] strides = layout.strides();
        long last = 0;
        for (int axis : axes) {
            last += Math.max(0, layout.shape().size(axis) - 1) * strides[axis];
            strides[axis] = -strides[axis];
        }
        return data.view(Layout.of(layout.shape(), strides), layout.shape().elements() == 0 ? 0 : last);
    }

    @Override
    protected List<Tensor> backward(Tensor dy) {
        return List.of(new Flip(axes).apply(dy));
    }
}
