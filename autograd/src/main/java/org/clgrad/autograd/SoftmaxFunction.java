package org.clgrad.autograd;

import java.util.List;
import org.clgrad.engine.routine.softmax.Softmax;
import org.clgrad.engine.routine.softmax.SoftmaxBackward;

/**
 * y = exp(x)/Σ exp(x) along an axis, dx = y·(dy − Σ dy·y); or the logarithm of it, y = x − log Σ exp(x), dx = dy − exp(y)·Σ dy.
 */
final class SoftmaxFunction extends SingleOutput {
    private final Softmax routine;

    SoftmaxFunction(int axis, boolean log) {
        this.routine = new Softmax(axis, log);
    }

    @Override
    public String name() {
        return routine.name();
    }

    @Override
    protected List<Tensor> forward(List<Tensor> in) {
        List<Tensor> y = run(routine, in.get(0));
        saveOutput(y.get(0), 0);
        return y;
    }

    @Override
    protected List<Tensor> backward(Tensor dy) {
        Tensor y = saved(0);
        int axis = routine.axis();
        if (!GradMode.isEnabled()) {
            return run(new SoftmaxBackward(axis, routine.log()), dy, y);
        }
        return List.of(
                routine.log()
                        ? dy.sub(y.exp().mul(dy.sum(true, axis)))
                        : y.mul(dy.sub(dy.mul(y).sum(true, axis))));
    }
}
