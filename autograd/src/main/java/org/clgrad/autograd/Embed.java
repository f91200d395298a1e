package org.clgrad.autograd;

import java.util.List;
import org.clgrad.engine.TensorData;
import org.clgrad.engine.routine.shape.Copy;
import org.clgrad.engine.tensor.Shape;

/** y = zeros of a larger shape with x at a place along one axis; dx = that part of dy. */
final class Embed extends SingleOutput {
    private final Shape target;
    private final int axis;
    private final long start;
    private long length;

    Embed(Shape target, int axis, long start) {
        this.target = target;
        this.axis = axis;
        this.start = start;
    }

    @Override
    public String name() {
        return "embed";
    }

    @Override
    protected List<Tensor> forward(List<Tensor> in) {
        Tensor x = in.get(0);
        length = x.size(axis);
        Tensor y = Tensors.zeros(x.device(), x.dtype(), target);
        TensorData part = Narrow.part(y.data(), axis, start, length);
        x.device().run(new Copy(), List.of(x.data()), List.of(part));
        return List.of(y);
    }

    @Override
    protected List<Tensor> backward(Tensor dy) {
        return List.of(dy.narrow(axis, start, length));
    }
}
