package org.clgrad.autograd;

import org.clgrad.engine.routine.random.Dropout;
import org.clgrad.engine.tensor.MismatchException;

/**
 * What chance does to a tensor. Numbers are drawn from the scope's {@link RandomStream}; where none is set, from one with a
 * seed that nobody foresees. The same seed drops, and draws, the same elements on every device.
 */
public sealed interface TensorRandom permits Tensor {
    /** The tensor these methods belong to. */
    Tensor self();

    /**
     * Zeros for a share p of the elements, the others times 1/(1 − p), so that the mean stays. An element that is dropped is
     * 0 even if it is NaN. For p = 0 this tensor itself, and nothing is drawn. Gradient: dy/(1 − p) where an element was
     * kept, else 0; what was dropped is drawn once more, not kept. Error: 2 roundings.
     *
     * @param share p in [0, 1]
     * @throws IllegalArgumentException if it is out of its range
     * @throws MismatchException if the scope's stream is on another device
     */
    default Tensor dropout(double share) {
        return dropped(Dropout.of(share, 1));
    }

    /**
     * {@link #dropout} of whole parts: all elements of one index of the first axes share one draw, as the channels of
     * [N,C,H,W] do with 2 axes.
     *
     * @param axes how many
     * @throws MismatchException if there are not so many
     */
    default Tensor dropoutParts(double share, int axes) {
        if (axes < 0 || axes > self().rank()) {
            throw new MismatchException(
                    "dropout", "the number of axes that parts are counted along", "0 to " + self().rank(), "" + axes);
        }
        long row = 1;
        for (int axis = axes; axis < self().rank(); axis++) {
            row *= self().size(axis);
        }
        return dropped(Dropout.of(share, Math.max(1, row)));
    }

    /**
     * {@link #dropout} that keeps mean 0 and variance 1 of what SELU makes: a share p becomes SELU's limit −λα, then all is
     * scaled and shifted; 0 for p = 1.
     *
     * <p>Source: Klambauer et al., "Self-normalizing neural networks", NeurIPS 2017, §"New dropout technique".
     */
    default Tensor alphaDropout(double share) {
        return dropped(Dropout.alpha(share));
    }

    private Tensor dropped(Dropout routine) {
        Tensor x = self();
        return routine.share() == 0 ? x : RandomStream.draw(x.device(), random -> random.dropped(routine, x));
    }

    /** 1 with the probability that each element is, else 0, in the same type. Below 0 or NaN is never, above 1 always. */
    default Tensor bernoulli() {
        Tensor x = self();
        return RandomStream.draw(x.device(), random -> random.bernoulli(x));
    }

    /** {@link RandomStream#multinomial} of these weights. */
    default Tensor multinomial(long draws, boolean replacement) {
        Tensor x = self();
        return RandomStream.draw(x.device(), random -> random.multinomial(x, draws, replacement));
    }
}
