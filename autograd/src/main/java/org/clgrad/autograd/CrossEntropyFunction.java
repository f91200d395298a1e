package org.clgrad.autograd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import org.clgrad.engine.routine.softmax.CrossEntropy;
import org.clgrad.engine.routine.softmax.CrossEntropyBackward;
import org.jspecify.annotations.Nullable;

/**
 * loss[n] = −Σᵢ q[n,i]·logSoftmax(x)[n,i], with the target q made of the sample's label, of the weights and of the smoothing;
 * dx[n] = (softmax(x)[n]·Σᵢ q[n,i] − q[n])·dloss[n], since the row of softmax is the gradient of each log Σ exp. Weights get no
 * gradient. The log-probabilities are kept for that and not handed out.
 */
final class CrossEntropyFunction extends SingleOutput {
    private final long ignored;
    private final double smoothing;
    private @Nullable Tensor share;

    CrossEntropyFunction(long ignored, double smoothing) {
        this.ignored = ignored;
        this.smoothing = smoothing;
    }

    @Override
    public String name() {
        return "cross_entropy";
    }

    /** After it was applied: the weight of each sample's class, 0 where it does not count; has no gradient. */
    Tensor share() {
        if (share == null) {
            throw new IllegalStateException(name() + " has not been applied");
        }
        return share;
    }

    @Override
    protected List<Tensor> forward(List<Tensor> in) {
        List<Tensor> out = run(new CrossEntropy(ignored, smoothing), in.toArray(new Tensor[0]));
        save(out.get(2));
        out.get(2).release();
        in.forEach(this::save);
        share = out.get(1);
        return out.subList(0, 1);
    }

    @Override
    protected List<@Nullable Tensor> backward(Tensor dloss) {
        boolean weighted = sources().size() > 2;
        List<@Nullable Tensor> gradients =
                new ArrayList<>(Collections.nCopies(sources().size(), null));
        if (GradMode.isEnabled()) {
            gradients.set(0, differentiable(dloss, saved(1), saved(2), weighted ? saved(3) : null));
        } else {
            List<Tensor> operands = new ArrayList<>(Arrays.asList(dloss, saved(0), saved(2)));
            if (weighted) {
                operands.add(saved(3));
                operands.add(saved(3).sum());
            }
            CrossEntropyBackward fused = new CrossEntropyBackward(ignored, smoothing);
            gradients.set(0, run(fused, operands.toArray(new Tensor[0])).get(0));
        }
        return gradients;
    }

    private Tensor differentiable(Tensor dloss, Tensor x, Tensor labels, @Nullable Tensor weight) {
        ClassLabels known = ClassLabels.of(name(), x, labels, OptionalLong.of(ignored));
        Tensor target = known.target(weight, smoothing);
        Tensor scale = known.marked(dloss).unsqueeze(1);
        return x.softmax(1).mul(target.sum(true, 1)).sub(target).mul(scale);
    }
}
