package org.clgrad.autograd;

import java.util.List;
import org.clgrad.engine.routine.pool.AvgPool2d;
import org.clgrad.engine.routine.pool.AvgPool2dBackward;
import org.clgrad.engine.routine.pool.PoolWindow;

/** y = the mean of each window; dx = Σ dy/count over the windows around an element. Linear, so nothing is kept. */
final class AvgPool2dFunction extends SingleOutput {
    private final PoolWindow window;
    private final boolean countPadding;
    private long height;
    private long width;

    AvgPool2dFunction(PoolWindow window, boolean countPadding) {
        this.window = window;
        this.countPadding = countPadding;
    }

    @Override
    public String name() {
        return "avg_pool2d";
    }

    @Override
    protected List<Tensor> forward(List<Tensor> in) {
        List<Tensor> y = run(new AvgPool2d(window, countPadding), in.get(0));
        height = in.get(0).size(2);
        width = in.get(0).size(3);
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
            return "avg_pool2d_backward";
        }

        @Override
        protected List<Tensor> forward(List<Tensor> in) {
            return run(new AvgPool2dBackward(window, countPadding, height, width), in.get(0));
        }

        @Override
        protected List<Tensor> backward(Tensor g) {
            return List.of(new AvgPool2dFunction(window, countPadding).apply(g));
        }
    }
}
