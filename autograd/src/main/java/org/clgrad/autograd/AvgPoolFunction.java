package org.clgrad.autograd;

import java.util.List;
import org.clgrad.engine.routine.pool.AvgPool;
import org.clgrad.engine.routine.pool.AvgPoolBackward;

/** y = the mean of each window; dx = Σ dy/count over the windows around an element. Linear, so nothing is kept. */
final class AvgPoolFunction extends SingleOutput {
    private final AvgPool pool;
    private List<Long> sizes = List.of();

    AvgPoolFunction(AvgPool pool) {
        this.pool = pool;
    }

    @Override
    public String name() {
        return pool.name();
    }

    @Override
    protected List<Tensor> forward(List<Tensor> in) {
        List<Tensor> y = run(pool, in.get(0));
        sizes = in.get(0).shape().last(pool.window().rank());
        return y;
    }

    @Override
    protected List<Tensor> backward(Tensor dy) {
        return List.of(new Backward().apply(dy));
    }

    /** The transposed map, whose own gradient is the mean again. */
    private final class Backward extends SingleOutput {
        @Override
        public String name() {
            return "avg_pool_backward";
        }

        @Override
        protected List<Tensor> forward(List<Tensor> in) {
            return run(new AvgPoolBackward(pool, sizes), in.get(0));
        }

        @Override
        protected List<Tensor> backward(Tensor g) {
            return List.of(new AvgPoolFunction(pool).apply(g));
        }
    }
}
