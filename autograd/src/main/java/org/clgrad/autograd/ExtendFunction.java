package org.clgrad.autograd;

import java.util.List;
import org.clgrad.engine.routine.shape.Extend;
import org.clgrad.engine.routine.shape.ExtendBackward;

/** y = x with its own elements around it; dx = Σ dy over the places of an element. Linear, so nothing is kept. */
final class ExtendFunction extends SingleOutput {
    private final Extend routine;

    ExtendFunction(Extend routine) {
        this.routine = routine;
    }

    @Override
    public String name() {
        return routine.name();
    }

    @Override
    protected List<Tensor> forward(List<Tensor> in) {
        return run(routine, in.get(0));
    }

    @Override
    protected List<Tensor> backward(Tensor dy) {
        return List.of(new Backward(routine).apply(dy));
    }

    /** The transposed map, whose own gradient is the extension again. */
    private static final class Backward extends SingleOutput {
        private final Extend extend;

        Backward(Extend extend) {
            this.extend = extend;
        }

        @Override
        public String name() {
            return "extend_backward";
        }

        @Override
        protected List<Tensor> forward(List<Tensor> in) {
            return run(new ExtendBackward(extend.mode(), extend.before(), extend.after()), in.get(0));
        }

        @Override
        protected List<Tensor> backward(Tensor g) {
            return List.of(new ExtendFunction(extend).apply(g));
        }
    }
}
