package org.clgrad.autograd;

import java.util.List;
import org.clgrad.engine.routine.shape.Pad;
import org.clgrad.engine.tensor.Shape;

/** y = x with a value around it; dx = the part of dy that is x's. */
final class PadFunction extends SingleOutput {
    private final Pad routine;
    private Shape source = Shape.scalar();

    PadFunction(Pad routine) {
        this.routine = routine;
    }

    @Override
    public String name() {
        return routine.name();
    }

    @Override
    protected List<Tensor> forward(List<Tensor> in) {
        source = in.get(0).shape();
        return run(routine, in.get(0));
    }

    @Override
    protected List<Tensor> backward(Tensor dy) {
        Tensor dx = dy;
        for (int axis = 0; axis < source.rank(); axis++) {
            if (dx.size(axis) != source.size(axis)) {
                dx = dx.narrow(axis, routine.before().get(axis), source.size(axis));
            }
        }
        return List.of(dx);
    }
}
