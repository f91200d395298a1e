package org.clgrad.nn.loss;

import org.clgrad.autograd.Reduction;
import org.clgrad.autograd.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The sum over the other classes i of max(0, margin − x[label] + xᵢ)^p, divided by the number of classes; the mean over
 * the samples. NaN where a label is not a class.
 */
public final class MultiMarginLoss extends ReducedLoss {
    private final int power;
    private final double margin;
    private final @Nullable Tensor weight;

    /** The mean, with p and the margin 1. */
    public MultiMarginLoss() {
        this(1, 1, null, Reduction.MEAN);
    }

    /**
     * A loss with all there is to choose.
     *
     * @param power p, 1 or 2
     * @param margin how far the others are to be below
     * @param weight what the losses of each class's samples are multiplied by, [C]; the caller's, null for 1
     * @param reduction what becomes of the single losses
     */
    public MultiMarginLoss(int power, double margin, @Nullable Tensor weight, Reduction reduction) {
        super(reduction);
        this.power = power;
        this.margin = margin;
        this.weight = weight;
    }

    @Override
    Tensor loss(Tensor prediction, Tensor target, Reduction reduction) {
        return prediction.multiMarginLoss(target, power, margin, weight, reduction);
    }
}
