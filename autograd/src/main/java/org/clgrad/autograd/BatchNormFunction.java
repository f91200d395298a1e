package org.clgrad.autograd;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.clgrad.engine.routine.norm.BatchNorm;
import org.clgrad.engine.routine.norm.BatchNormBackward;
import org.clgrad.engine.tensor.DType;
import org.jspecify.annotations.Nullable;

/**
 * y = x̂·w + b with x̂ = (x − mean)/√(variance + ε), by the statistics of x itself over all axes but the channels'.
 *
 * <p>With r = 1/√(variance + ε), g = dy·w and ⟨·⟩ the mean over those axes: dx = r·(g − ⟨g⟩ − x̂·⟨g·x̂⟩), dw = Σ dy·x̂, db =
 * Σ dy. The second term is what x does to the mean, the third what it does to the deviation.
 */
final class BatchNormFunction extends SingleOutput {
    private final double epsilon;
    private final @Nullable RunningMoments running;

    BatchNormFunction(double epsilon, @Nullable RunningMoments running) {
        this.epsilon = epsilon;
        this.running = running;
    }

    @Override
    public String name() {
        return "batch_norm";
    }

    @Override
    protected List<Tensor> forward(List<Tensor> in) {
        Tensor x = in.get(0);
        List<Tensor> out = run(new BatchNorm(epsilon), x, in.get(1), in.get(2));
        if (running != null) {
            running.update(out.get(1), out.get(2), x.shape().elements() / Math.max(1, x.size(1)));
        }
        save(x);
        save(in.get(1));
        save(out.get(1));
        save(out.get(2));
        out.get(1).release();
        out.get(2).release();
        return out.subList(0, 1);
    }

    @Override
    protected List<@Nullable Tensor> backward(Tensor dy) {
        Tensor x = saved(0);
        Tensor weight = saved(1);
        return GradMode.isEnabled()
                ? differentiable(dy, x, weight)
                : List.copyOf(run(new BatchNormBackward(epsilon), dy, x, weight, saved(2), saved(3)));
    }

    /** The formula above in tensor operations; what is not needed is not computed. */
    private List<@Nullable Tensor> differentiable(Tensor narrowDy, Tensor narrowX, Tensor narrowWeight) {
        // In the type that the kernel computes in, too.
        DType wide = narrowX.dtype().accumulator();
        Tensor x = narrowX.to(wide);
        Tensor dy = narrowDy.to(wide);
        Tensor weight = narrowWeight.to(wide);
        int[] axes = IntStream.range(0, x.rank()).filter(axis -> axis != 1).toArray();
        Tensor distance = x.sub(x.mean(true, axes));
        Tensor rate = distance.square().mean(true, axes).add(epsilon).rsqrt();
        Tensor normalised = distance.mul(rate);
        @Nullable Tensor dx = null;
        if (needs(0)) {
            Tensor g = dy.mul(Channels.along(weight, x.rank()));
            Tensor deviation = normalised.mul(g.mul(normalised).mean(true, axes));
            dx = rate.mul(g.sub(g.mean(true, axes)).sub(deviation)).to(narrowX.dtype());
        }
        return Arrays.asList(
                dx,
                needs(1) ? dy.mul(normalised).sum(false, axes).to(narrowWeight.dtype()) : null,
                needs(2) ? narrowDy.sum(false, axes) : null);
    }
}
