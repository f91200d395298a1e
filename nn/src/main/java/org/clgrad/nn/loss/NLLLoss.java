package org.clgrad.nn.loss;

import org.clgrad.autograd.Reduction;
import org.clgrad.autograd.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * −weight[label]·x[label] of log-probabilities [N,C,…] and class numbers [N,…] of an integer type. The mean divides by the
 * sum of the labels' weights. NaN where a label is neither a class nor to be ignored.
 */
public final class NLLLoss extends ReducedLoss {
    private final @Nullable Tensor weight;
    private final long ignoreIndex;

    /** The mean, ignoring the label −100. */
    public NLLLoss() {
        this(null, Tensor.IGNORE_INDEX, Reduction.MEAN);
    }

    /**
     * A loss with all there is to choose.
     *
     * @param weight a number for each class, [C]; the caller's, null for 1
     * @param ignoreIndex the label whose samples do not count
     * @param reduction what becomes of the single losses
     */
    public NLLLoss(@Nullable Tensor weight, long ignoreIndex, Reduction reduction) {
        super(reduction);
        this.weight = weight;
        this.ignoreIndex = ignoreIndex;
    }

    @Override
    Tensor loss(Tensor prediction, Tensor target, Reduction reduction) {
        return prediction.nllLoss(target, weight, ignoreIndex, reduction);
    }
}
