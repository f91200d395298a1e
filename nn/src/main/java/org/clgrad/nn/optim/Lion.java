package org.clgrad.nn.optim;

import java.util.List;
import org.clgrad.autograd.Updates;
import org.clgrad.nn.Parameter;

/**
 * Lion: with the gradient g, p ← p·(1 − lr·λ) − lr·sign(β₁·m + (1 − β₁)·g), then m ← β₂·m + (1 − β₂)·g. Steps are as long as
 * the learning rate in every direction, so it is to be 3 to 10 times smaller than Adam's, and λ as much larger. PyTorch has
 * none.
 *
 * <p>Source: Chen et al., "Symbolic discovery of optimization algorithms", NeurIPS 2023, algorithm 2 and section 5.
 */
public final class Lion extends FusedOptimizer {
    private static final double BETA_1 = 0.9;
    private static final double BETA_2 = 0.99;

    /** With β₁ = 0.9, β₂ = 0.99 and no weight decay. */
    public Lion(List<Parameter> parameters, double learningRate) {
        this(parameters, learningRate, BETA_1, BETA_2, 0);
    }

    /**
     * Steps with all there is to choose.
     *
     * @param beta1 β₁ in [0, 1)
     * @param beta2 β₂ in [0, 1)
     * @param weightDecay λ ≥ 0, decoupled
     * @throws IllegalArgumentException if a number is out of its range
     */
    public Lion(List<Parameter> parameters, double learningRate, double beta1, double beta2, double weightDecay) {
        super(parameters, learningRate, Updates.lion(beta1, beta2, weightDecay));
    }
}
