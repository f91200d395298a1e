package org.clgrad.autograd;

import java.util.List;
import org.clgrad.engine.routine.softmax.LogSoftmax;
import org.clgrad.engine.routine.softmax.LogSoftmaxBackward;

/** y = x − log Σ exp(x) along an axis; dx = dy − exp(y)·Σ dy. */
final class LogSoftmaxFunction extends SingleOutput {
    private final int axis;

    LogSoftmaxFunction(int axis) {
        this.axis = axis;
    }

    @Override
    public String name() {
        return "log_softmax";
    }

    @Override
    protected List<Tensor> forward(List<Tensor> in) {
        List<Tensor> y = run(new LogSoftmax(axis), in.get(0));
        saveOutput(y.get(0), 0);
        return y;
    }

    @Override
    protected List<Tensor> backward(Tensor dy) {
        Tensor y = saved(0);
        return GradMode.isEnabled()
                ? List.of(dy.sub(y.exp().mul(dy.sum(true, axis))))
                : run(new LogSoftmaxBackward(axis), dy, y);
    }
}
