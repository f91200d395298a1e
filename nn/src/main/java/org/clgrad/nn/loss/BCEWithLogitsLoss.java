package org.clgrad.nn.loss;

import org.clgrad.autograd.Reduction;
import org.clgrad.autograd.Tensor;
import org.jspecify.annotations.Nullable;

/** The binary cross-entropy of the sigmoid of logits, computed without overflow. */
public final class BCEWithLogitsLoss extends ReducedLoss {
    private final @Nullable Tensor weight;
    private final @Nullable Tensor positiveWeight;

    /** The mean. */
    public BCEWithLogitsLoss() {
        this(null, null, Reduction.MEAN);
    }

    /**
     * A loss with all there is to choose.
     *
     * @param weight what each element's loss is multiplied by, broadcast; the caller's, null for 1
     * @param positiveWeight how much more positive targets count, broadcast; the caller's, null for 1
     * @param reduction what becomes of the single losses
     */
    public BCEWithLogitsLoss(@Nullable Tensor weight, @Nullable Tensor positiveWeight, Reduction reduction) {
        super(reduction);
        this.weight = weight;
        this.positiveWeight = positiveWeight;
    }

    @Override
    Tensor loss(Tensor prediction, Tensor target, Reduction reduction) {
        return prediction.binaryCrossEntropyWithLogits(target, weight, positiveWeight, reduction);
    }
}
