package org.clgrad.autograd;

import java.util.List;
import org.clgrad.engine.routine.softmax.Softmax;
import org.clgrad.engine.routine.softmax.SoftmaxBackward;

/** y = exp(x)/Σ exp(x) along an axis; dx = y·(dy − Σ dy·y). */
final class SoftmaxFunction extends SingleOutput {
    private final int axis;

    SoftmaxFunction(int axis) {
        this.axis = axis;
    }

    @Override
    public String name() {
        return "softmax";
    }

    @Override
    protected List<Tensor> forward(List<Tensor> in) {
        List<Tensor> y = run(new Softmax(axis), in.get(0));
        saveOutput(y.get(0), 0);
        return y;
    }

    @Override
    protected List<Tensor> backward(Tensor dy) {
        Tensor y = saved(0);
        return GradMode.isEnabled()
                ? List.of(y.mul(dy.sub(dy.mul(y).sum(true, axis))))
                : run(new SoftmaxBackward(axis), dy, y);
    }
}
