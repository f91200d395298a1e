package org.clgrad.autograd;

import java.util.List;
import org.clgrad.engine.TensorData;
import org.clgrad.engine.routine.shape.Copy;
import org.clgrad.engine.tensor.Shape;

/** y = zeros of a larger shape with x in every step-th place along one axis, from a start on; dx = dy in those places. */
final class Spread extends SingleOutput {
    private final Shape target;
    private final int axis;
    private final long start;
    private final long step;
    private long length;

    Spread(Shape target, int axis, long start, long step) {
        this.target = target;
        this.axis = axis;
        this.start = start;
        this.step = step;
    }

    @Override
    public String name() {
        return "spread";
    }

    @Override
    protected List<Tensor> forward(List<Tensor> in) {
        Tensor x = in.get(0);
        length = x.size(axis);
        return filled(Tensors.zeros(x.device(), x.dtype(), target), y -> {
            TensorData places = Slice.part(y.data(), axis, start, length, step);
            x.device().run(new Copy(), List.of(x.data()), List.of(places));
        });
    }

    @Override
    protected List<Tensor> backward(Tensor dy) {
        return List.of(new Slice(axis, start, length, step).apply(dy));
    }
}
