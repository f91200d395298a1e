package org.clgrad.examples.customop;

import java.util.Arrays;
import java.util.List;
import org.clgrad.autograd.Function;
import org.clgrad.autograd.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The operation with its gradient: dx = 2·(x·Σₘ g − g·y) and dy = 2·(y·Σₙ g − gᵀ·x), g being the gradient of d. They are
 * written in tensor operations, so they can be differentiated again.
 */
public final class SquaredDistanceFunction extends Function {
    /** d[n,m] of x[n,k] and y[m,k]. */
    public static Tensor of(Tensor x, Tensor y) {
        return new SquaredDistanceFunction().apply(x, y);
    }

    @Override
    public String name() {
        return "squared_distance";
    }

    @Override
    protected List<Tensor> forward(List<Tensor> in) {
        save(in.get(0));
        save(in.get(1));
        return run(new SquaredDistance(), in.get(0), in.get(1));
    }

    @Override
    protected List<@Nullable Tensor> backward(List<@Nullable Tensor> outputGradients) {
        Tensor g = outputGradients.get(0);
        Tensor x = saved(0);
        Tensor y = saved(1);
        return g == null
                ? Arrays.asList(null, null)
                : Arrays.asList(
                        needs(0) ? x.mul(g.sum(true, 1)).sub(g.matmul(y)).mul(2) : null,
                        needs(1)
                                ? y.mul(g.sum(true, 0).t()).sub(g.t().matmul(x)).mul(2)
                                : null);
    }
}
