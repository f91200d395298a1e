package org.clgrad.nn.optim;

import java.util.List;
import org.clgrad.autograd.Updates;
import org.clgrad.nn.Parameter;

/**
 * Adam with a decoupled weight decay, as {@code torch.optim.AdamW}: p is first multiplied by 1 − lr·λ, then changed as by
 * {@link Adam}.
 *
 * <p>Source: Loshchilov and Hutter, "Decoupled weight decay regularization", ICLR 2019, algorithm 2.
 */
public final class AdamW extends FusedOptimizer {
    private static final double WEIGHT_DECAY = 0.01;

    /** With β₁ = 0.9, β₂ = 0.999, ε = 1e-8 and a weight decay of 0.01. */
    public AdamW(List<Parameter> parameters, double learningRate) {
        this(parameters, learningRate, WEIGHT_DECAY);
    }

    /** With β₁ = 0.9, β₂ = 0.999 and ε = 1e-8. */
    public AdamW(List<Parameter> parameters, double learningRate, double weightDecay) {
        this(parameters, learningRate, Adam.BETA_1, Adam.BETA_2, Adam.EPSILON, weightDecay, false);
    }

    /**
     * Steps with all there is to choose.
     *
     * @param beta1 β₁ in [0, 1)
     * @param beta2 β₂ in [0, 1)
     * @param epsilon ε ≥ 0
     * @param weightDecay λ ≥ 0
     * @param amsgrad whether the largest second moment so far is taken
     * @throws IllegalArgumentException if a number is out of its range
     */
    public AdamW(
            List<Parameter> parameters,
            double learningRate,
            double beta1,
            double beta2,
            double epsilon,
            double weightDecay,
            boolean amsgrad) {
        super(parameters, learningRate, Updates.adam(beta1, beta2, epsilon, weightDecay, true, amsgrad));
    }
}
