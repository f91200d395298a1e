package org.clgrad.autograd;

import java.util.Arrays;
import java.util.List;
import org.clgrad.engine.routine.pool.MaxPool2d;
import org.clgrad.engine.routine.pool.MaxPool2dBackward;
import org.clgrad.engine.routine.pool.MaxPool2dGather;
import org.clgrad.engine.routine.pool.PoolWindow;
import org.jspecify.annotations.Nullable;

/** y = the largest of each window; dx = dy at that element's place. The places are kept, in a byte each. */
final class MaxPool2dFunction extends SingleOutput {
    private final PoolWindow window;
    private long height;
    private long width;

    MaxPool2dFunction(PoolWindow window) {
        this.window = window;
    }

    @Override
    public String name() {
        return "max_pool2d";
    }

    @Override
    protected List<Tensor> forward(List<Tensor> in) {
        height = in.get(0).size(2);
        width = in.get(0).size(3);
        List<Tensor> out = run(new MaxPool2d(window), in.get(0));
        save(out.get(1));
        out.get(1).release();
        return out.subList(0, 1);
    }

    @Override
    protected List<Tensor> backward(Tensor dy) {
        return List.of(new Backward(window, height, width).apply(dy, saved(0)));
    }

    /** dx = dy, each element at its place; the gradient of that takes the elements from their places. */
    private static final class Backward extends SingleOutput {
        private final PoolWindow window;
        private final long height;
        private final long width;

        Backward(PoolWindow window, long height, long width) {
            this.window = window;
            this.height = height;
            this.width = width;
        }

        @Override
        public String name() {
            return "max_pool2d_backward";
        }

        @Override
        protected List<Tensor> forward(List<Tensor> in) {
            save(in.get(1));
            return run(new MaxPool2dBackward(window, height, width), in.get(0), in.get(1));
        }

        @Override
        protected List<@Nullable Tensor> backward(Tensor g) {
            return Arrays.asList(needs(0) ? new Gather(window, height, width).apply(g, saved(0)) : null, null);
        }
    }

    /** y = the elements of x at the places; dx = dy at its places. */
    private static final class Gather extends SingleOutput {
        private final PoolWindow window;
        private final long height;
        private final long width;

        Gather(PoolWindow window, long height, long width) {
            this.window = window;
            this.height = height;
            this.width = width;
        }

        @Override
        public String name() {
            return "max_pool2d_gather";
        }

        @Override
        protected List<Tensor> forward(List<Tensor> in) {
            save(in.get(1));
            return run(new MaxPool2dGather(window), in.get(0), in.get(1));
        }

        @Override
        protected List<@Nullable Tensor> backward(Tensor dy) {
            return Arrays.asList(needs(0) ? new Backward(window, height, width).apply(dy, saved(0)) : null, null);
        }
    }
}
