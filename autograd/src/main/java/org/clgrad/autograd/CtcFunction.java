package org.clgrad.autograd;

import java.util.Arrays;
import java.util.List;
import org.clgrad.engine.routine.ctc.Ctc;
import org.clgrad.engine.routine.ctc.CtcBackward;
import org.jspecify.annotations.Nullable;

/**
 * loss[n] = −log p(labels of n), p the sum over all ways to stretch the labels over the steps of the product of their
 * probabilities exp(y); dy[t,n,c] = −dloss[n]·P(step t is at a state of label c, given the labels), since ∂log p/∂y is the share
 * of the ways that go through it. Beginnings are kept for that, endings made on the way back. A graph of the gradient is made
 * through {@link CtcRecursion}.
 */
final class CtcFunction extends SingleOutput {
    private final int blank;

    CtcFunction(int blank) {
        this.blank = blank;
    }

    @Override
    public String name() {
        return "ctc_loss";
    }

    @Override
    protected List<Tensor> forward(List<Tensor> in) {
        List<Tensor> out = run(new Ctc(blank), in.toArray(new Tensor[0]));
        in.forEach(this::save);
        saveOutput(out.get(0), 0);
        save(out.get(1));
        out.get(1).release();
        return out.subList(0, 1);
    }

    @Override
    protected List<@Nullable Tensor> backward(Tensor dloss) {
        Tensor dy;
        if (GradMode.isEnabled()) {
            // Another tensor of the same elements, where the walk stops.
            Tensor y = saved(0).reshape(saved(0).shape());
            Tensor again = CtcRecursion.losses(y, saved(1), saved(2), saved(3), blank);
            dy = Gradients.of(again, dloss, List.of(y), true).get(0);
        } else {
            dy = run(new CtcBackward(blank), dloss, saved(0), saved(1), saved(2), saved(3), saved(4), saved(5))
                    .get(0);
        }
        return Arrays.asList(dy, null, null, null);
    }
}
