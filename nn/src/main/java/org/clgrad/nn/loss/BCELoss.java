package org.clgrad.nn.loss;

import org.clgrad.autograd.Reduction;
import org.clgrad.autograd.Tensor;
import org.jspecify.annotations.Nullable;

/** The binary cross-entropy of probabilities: the mean of −(t·log x + (1 − t)·log(1 − x)), logarithms being at least −100. */
public final class BCELoss extends ReducedLoss {
    private final @Nullable Tensor weight;

    /** The mean. */
    public BCELoss() {
        this(null, Reduction.MEAN);
    }

    /**
     * A loss with all there is to choose.
     *
     * @param weight what each element's loss is multiplied by, broadcast; the caller's, null for 1
     * @param reduction what becomes of the single losses
     */
    public BCELoss(@Nullable Tensor weight, Reduction reduction) {
        super(reduction);
        this.weight = weight;
    }

    @Override
    Tensor loss(Tensor prediction, Tensor target, Reduction reduction) {
        return prediction.binaryCrossEntropy(target, weight, reduction);
    }
}
