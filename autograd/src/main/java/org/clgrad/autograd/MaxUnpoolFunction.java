package org.clgrad.autograd;

import java.util.Arrays;
import java.util.List;
import org.clgrad.engine.routine.pool.MaxUnpool;
import org.clgrad.engine.routine.pool.MaxUnpoolBackward;
import org.jspecify.annotations.Nullable;

/** y = zeros with the elements of x at their indices; dx = dy at the places of the elements that are there. Linear in x. */
final class MaxUnpoolFunction extends SingleOutput {
    private final List<Long> sizes;

    MaxUnpoolFunction(List<Long> sizes) {
        this.sizes = sizes;
    }

    @Override
    public String name() {
        return "max_unpool";
    }

    @Override
    protected List<Tensor> forward(List<Tensor> in) {
        save(in.get(1));
        return run(new MaxUnpool(sizes), in.get(0), in.get(1));
    }

    @Override
    protected List<@Nullable Tensor> backward(Tensor dy) {
        return Arrays.asList(needs(0) ? new Backward().apply(dy, saved(0)) : null, null);
    }

    /** The transposed map, whose own gradient is unpooling again. */
    private final class Backward extends SingleOutput {
        @Override
        public String name() {
            return "max_unpool_backward";
        }

        @Override
        protected List<Tensor> forward(List<Tensor> in) {
            save(in.get(1));
            return run(new MaxUnpoolBackward(sizes), in.get(0), in.get(1));
        }

        @Override
        protected List<@Nullable Tensor> backward(Tensor g) {
            return Arrays.asList(needs(0) ? new MaxUnpoolFunction(sizes).apply(g, saved(0)) : null, null);
        }
    }
}
