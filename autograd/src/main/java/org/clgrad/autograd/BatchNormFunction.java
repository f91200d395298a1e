package org.clgrad.autograd;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.clgrad.engine.routine.Ending;
import org.clgrad.engine.routine.norm.BatchNorm;
import org.clgrad.engine.routine.norm.BatchNormBackward;
import org.clgrad.engine.tensor.DType;
import org.jspecify.annotations.Nullable;

/**
 * z = x̂·w + b with x̂ = (x − mean)/√(variance + ε), by the statistics of x itself over all axes but the channels'; y is z, max(z, 0)
 * or max(z + r, 0).
 *
 * <p>With dz = dy, or 0 where y ≤ 0, r = 1/√(variance + ε), g = dz·w and ⟨·⟩ the mean over those axes: dx = r·(g − ⟨g⟩ −
 * x̂·⟨g·x̂⟩), dw = Σ dz·x̂, db = Σ dz, and dz is the residual's. The second term is what x does to the mean, the third what it
 * does to the deviation.
 */
final class BatchNormFunction extends SingleOutput {
    private final double epsilon;
    private final Ending ending;
    private final @Nullable RunningMoments running;

    BatchNormFunction(double epsilon, Ending ending, @Nullable RunningMoments running) {
        this.epsilon = epsilon;
        this.ending = ending;
        this.running = running;
    }

    @Override
    public String name() {
        return ending == Ending.NONE ? "batch_norm" : "batch_norm_relu";
    }

    @Override
    protected List<Tensor> forward(List<Tensor> in) {
        Tensor x = in.get(0);
        List<Tensor> out = run(new BatchNorm(epsilon, ending), in.toArray(new Tensor[0]));
        if (running != null) {
            running.update(out.get(1), out.get(2), x.shape().elements() / Math.max(1, x.size(1)));
        }
        save(x);
        save(in.get(1));
        save(out.get(1));
        save(out.get(2));
        if (ending != Ending.NONE) {
            saveOutput(out.get(0), 0);
        }
        out.get(1).release();
        out.get(2).release();
        return out.subList(0, 1);
    }

    @Override
    protected List<@Nullable Tensor> backward(Tensor dy) {
        Tensor x = saved(0);
        Tensor weight = saved(1);
        if (GradMode.isEnabled()) {
            return differentiable(rectified(dy), x, weight);
        }
        List<Tensor> in = new ArrayList<>(List.of(dy, x, weight, saved(2), saved(3)));
        if (ending != Ending.NONE) {
            in.add(saved(4));
        }
        boolean unwanted = ending == Ending.ADD_RELU && !needs(3);
        Ending back = unwanted ? Ending.RELU : ending;
        List<@Nullable Tensor> gradients =
                new ArrayList<>(run(new BatchNormBackward(epsilon, back), in.toArray(new Tensor[0])));
        if (unwanted) {
            gradients.add(null);
        }
        return gradients;
    }

    /** dz. */
    private Tensor rectified(Tensor dy) {
        return ending == Ending.NONE ? dy : Rectifier.gradient(saved(4), dy);
    }

    /** The formula above in tensor operations; what is not needed is not computed. */
    private List<@Nullable Tensor> differentiable(Tensor narrowDz, Tensor narrowX, Tensor narrowWeight) {
        // In the type that the kernel computes in, too.
        DType wide = narrowX.dtype().accumulator();
        Tensor x = narrowX.to(wide);
        Tensor dz = narrowDz.to(wide);
        Tensor weight = narrowWeight.to(wide);
        int[] axes = IntStream.range(0, x.rank()).filter(axis -> axis != 1).toArray();
        Tensor distance = x.sub(x.mean(true, axes));
        Tensor rate = distance.square().mean(true, axes).add(epsilon).rsqrt();
        Tensor normalised = distance.mul(rate);
        @Nullable Tensor dx = null;
        if (needs(0)) {
            Tensor g = dz.mul(Channels.along(weight, x.rank()));
            Tensor deviation = normalised.mul(g.mul(normalised).mean(true, axes));
            dx = rate.mul(g.sub(g.mean(true, axes)).sub(deviation)).to(narrowX.dtype());
        }
        List<@Nullable Tensor> gradients = new ArrayList<>();
        gradients.add(dx);
        gradients.add(needs(1) ? dz.mul(normalised).sum(false, axes).to(narrowWeight.dtype()) : null);
        gradients.add(needs(2) ? narrowDz.sum(false, axes) : null);
        if (ending == Ending.ADD_RELU) {
            gradients.add(needs(3) ? narrowDz : null);
        }
        return gradients;
    }
}
