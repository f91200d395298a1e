package org.clgrad.nn.loss;

import org.clgrad.autograd.Reduction;
import org.clgrad.autograd.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * −log p[class], p being the softmax of the logits: for logits [N,C,…] and class numbers [N,…] of an integer type, or
 * probabilities of the logits' shape. The mean over class numbers divides by the sum of their weights. NaN where a class is
 * neither one of 0 … C−1 nor to be ignored.
 */
public final class CrossEntropyLoss extends ReducedLoss {
    private final @Nullable Tensor weight;
    private final long ignoreIndex;
    private final double labelSmoothing;

    /** The mean, ignoring the class number −100, without smoothing. */
    public CrossEntropyLoss() {
        this(null, Tensor.IGNORE_INDEX, 0, Reduction.MEAN);
    }

    /**
     * A loss with all there is to choose.
     *
     * @param weight a number for each class, [C]; the caller's, null for 1
     * @param ignoreIndex the class number whose samples do not count
     * @param labelSmoothing the share of each target that is spread evenly over the classes, 0 to 1
     * @param reduction what becomes of the single losses
     */
    public CrossEntropyLoss(@Nullable Tensor weight, long ignoreIndex, double labelSmoothing, Reduction reduction) {
        super(reduction);
        this.weight = weight;
        this.ignoreIndex = ignoreIndex;
        this.labelSmoothing = labelSmoothing;
    }

    @Override
    Tensor loss(Tensor prediction, Tensor target, Reduction reduction) {
        return prediction.crossEntropy(target, weight, ignoreIndex, labelSmoothing, reduction);
    }
}
