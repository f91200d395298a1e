package org.clgrad.autograd;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.clgrad.engine.routine.norm.GroupNorm;
import org.clgrad.engine.routine.norm.GroupNormBackward;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * y = x̂·w + b with x̂ = (x − mean)/√(variance + ε), by the statistics of each group of channels of each image of x[N,C,S]: group,
 * layer and instance normalisation; not centred, mean = 0 and variance the mean of x², which is RMS normalisation.
 *
 * <p>With r = 1/√(variance + ε), g = dy·w and ⟨·⟩ the mean over a group: dx = r·(g − ⟨g⟩ − x̂·⟨g·x̂⟩), dw = Σ dy·x̂, db = Σ dy,
 * the sums over N and S. The second term is what x does to the mean, so it is left out where there is none; the third is
 * what it does to the deviation.
 */
final class GroupNormFunction extends SingleOutput {
    private final String name;
    private final GroupNorm routine;
    private final @Nullable RunningMoments running;

    /**
     * A function to apply once.
     *
     * @param name the kind of normalisation, for messages
     * @param running moving averages of the channels' moments, where each channel is a group, or null
     */
    GroupNormFunction(String name, GroupNorm routine, @Nullable RunningMoments running) {
        this.name = name;
        this.routine = routine;
        this.running = running;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    protected List<Tensor> forward(List<Tensor> in) {
        List<Tensor> out = run(routine, in.toArray(new Tensor[0]));
        save(in.get(0));
        save(out.get(1));
        save(out.get(2));
        if (in.size() > 1) {
            save(in.get(1));
        }
        if (running != null) {
            Tensor x = in.get(0);
            long n = x.size(1) / routine.groups() * x.size(2);
            running.update(out.get(1).mean(false, 0), out.get(2).mean(false, 0), n);
        }
        out.get(1).release();
        out.get(2).release();
        return out.subList(0, 1);
    }

    @Override
    protected List<@Nullable Tensor> backward(Tensor dy) {
        int inputs = sources().size();
        @Nullable Tensor weight = inputs > 1 ? saved(3) : null;
        if (GradMode.isEnabled()) {
            return differentiable(dy, saved(0), weight).subList(0, inputs);
        }
        GroupNormBackward fused = new GroupNormBackward(routine.groups(), routine.centred(), routine.epsilon());
        List<Tensor> all = weight == null
                ? run(fused, dy, saved(0), saved(1), saved(2))
                : run(fused, dy, saved(0), saved(1), saved(2), weight);
        return new ArrayList<>(all.subList(0, inputs));
    }

    /** The formulas above in tensor operations; what is not needed is not computed. */
    private List<@Nullable Tensor> differentiable(Tensor narrowDy, Tensor narrowX, @Nullable Tensor narrowWeight) {
        // In the type that the kernel computes in, too.
        DType dtype = narrowX.dtype();
        Tensor x = narrowX.to(dtype.accumulator());
        Tensor dy = narrowDy.to(dtype.accumulator());
        @Nullable Tensor weight = narrowWeight == null ? null : narrowWeight.to(dtype.accumulator());
        Shape shape = x.shape();
        Shape grouped = Shape.of(x.size(0), routine.groups(), shape.size(1) / routine.groups() * shape.size(2));
        Tensor rows = x.reshape(grouped);
        Tensor distance = routine.centred() ? rows.sub(rows.mean(true, 2)) : rows;
        Tensor rate = distance.square().mean(true, 2).add(routine.epsilon()).rsqrt();
        Tensor normalised = distance.mul(rate);
        List<@Nullable Tensor> gradients = new ArrayList<>(Collections.nCopies(3, null));
        if (needs(0)) {
            Tensor weighed = weight == null ? dy : dy.mul(Channels.along(weight, 3));
            Tensor g = weighed.reshape(grouped);
            Tensor centred = routine.centred() ? g.sub(g.mean(true, 2)) : g;
            Tensor deviation = normalised.mul(g.mul(normalised).mean(true, 2));
            gradients.set(0, rate.mul(centred.sub(deviation)).reshape(shape).to(dtype));
        }
        if (sources().size() > 1 && needs(1)) {
            gradients.set(1, dy.mul(normalised.reshape(shape)).sum(false, 0, 2).to(dtype));
        }
        if (sources().size() > 2 && needs(2)) {
            gradients.set(2, narrowDy.sum(false, 0, 2));
        }
        return gradients;
    }
}
