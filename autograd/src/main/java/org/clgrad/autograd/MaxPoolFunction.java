package org.clgrad.autograd;

import java.util.Arrays;
import java.util.List;
import org.clgrad.engine.routine.pool.MaxPool;
import org.clgrad.engine.routine.pool.MaxPoolBackward;
import org.clgrad.engine.routine.pool.MaxPoolGather;
import org.clgrad.engine.routine.pool.MaxPoolIndices;
import org.clgrad.engine.routine.pool.PoolWindow;
import org.jspecify.annotations.Nullable;

/**
 * y = the largest of each window, or 0 in its place where rectified and that is larger, and where asked for its index in the plane; dx =
 * dy at that element's place. The places are kept as numbers of taps, in a byte each as a rule.
 */
final class MaxPoolFunction extends SingleOutput {
    private final PoolWindow window;
    private final boolean withIndices;
    private final boolean rectified;
    private List<Long> sizes = List.of();

    private MaxPoolFunction(PoolWindow window, boolean withIndices, boolean rectified) {
        this.window = window;
        this.withIndices = withIndices;
        this.rectified = rectified;
    }

    static Tensor largest(Tensor x, PoolWindow window) {
        return new MaxPoolFunction(window, false, false).apply(x);
    }

    static Tensor rectified(Tensor x, PoolWindow window) {
        return new MaxPoolFunction(window, false, true).apply(x);
    }

    static MaxPooled withIndices(Tensor x, PoolWindow window) {
        List<Tensor> out = new MaxPoolFunction(window, true, false).applyAll(x);
        return new MaxPooled(out.get(0), out.get(1));
    }

    @Override
    public String name() {
        return rectified ? "max_pool_relu" : "max_pool";
    }

    @Override
    protected List<Tensor> forward(List<Tensor> in) {
        List<Tensor> out = run(new MaxPool(window, rectified), in.get(0));
        sizes = in.get(0).shape().last(window.rank());
        try (Tensor argmax = out.get(1)) {
            save(argmax);
            return withIndices
                    ? List.of(
                            out.get(0),
                            run(new MaxPoolIndices(window, sizes), argmax).get(0))
                    : out.subList(0, 1);
        }
    }

    @Override
    protected List<Tensor> backward(Tensor dy) {
        return List.of(new Backward(window, sizes).apply(dy, saved(0)));
    }

    /** dx = dy, each element at its place; the gradient of that takes the elements from their places. */
    private static final class Backward extends SingleOutput {
        private final PoolWindow window;
        private final List<Long> sizes;

        Backward(PoolWindow window, List<Long> sizes) {
            this.window = window;
            this.sizes = sizes;
        }

        @Override
        public String name() {
            return "max_pool_backward";
        }

        @Override
        protected List<Tensor> forward(List<Tensor> in) {
            save(in.get(1));
            return run(new MaxPoolBackward(window, sizes), in.get(0), in.get(1));
        }

        @Override
        protected List<@Nullable Tensor> backward(Tensor g) {
            return Arrays.asList(needs(0) ? new Gather(window, sizes).apply(g, saved(0)) : null, null);
        }
    }

    /** y = the elements of x at the places; dx = dy at its places. */
    private static final class Gather extends SingleOutput {
        private final PoolWindow window;
        private final List<Long> sizes;

        Gather(PoolWindow window, List<Long> sizes) {
            this.window = window;
            this.sizes = sizes;
        }

        @Override
        public String name() {
            return "max_pool_gather";
        }

        @Override
        protected List<Tensor> forward(List<Tensor> in) {
            save(in.get(1));
            return run(new MaxPoolGather(window), in.get(0), in.get(1));
        }

        @Override
        protected List<@Nullable Tensor> backward(Tensor dy) {
            return Arrays.asList(needs(0) ? new Backward(window, sizes).apply(dy, saved(0)) : null, null);
        }
    }
}
