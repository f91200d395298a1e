package org.clgrad.nn.optim;

import java.util.List;
import org.clgrad.autograd.Updates;
import org.clgrad.nn.Parameter;

/**
 * Adam with Nesterov's momentum, as {@code torch.optim.NAdam}: with the gradient g, the step number t from 1 and μₜ =
 * β₁·(1 − ½·0.96^(t·ψ)), the moments m and v are {@link Adam}'s, s = √(v/(1 − β₂ᵗ)) + ε, and p ← p − lr·(1 − μₜ)/(1 − μ₁⋯μₜ)·g/s
 * − lr·μₜ₊₁/(1 − μ₁⋯μₜ₊₁)·m/s. With a weight decay λ, g is g + λ·p; decoupled, p is first multiplied by 1 − lr·λ.
 *
 * <p>There is one step number for all parameters; one that had no gradient in some steps is corrected as if it had.
 *
 * <p>Source: Dozat, "Incorporating Nesterov momentum into Adam", ICLR workshop 2016.
 */
public final class NAdam extends FusedOptimizer {
    private static final double MOMENTUM_DECAY = 4e-3;

    /** With β₁ = 0.9, β₂ = 0.999, ε = 1e-8, ψ = 4e-3 and no weight decay. */
    public NAdam(List<Parameter> parameters, double learningRate) {
        this(parameters, learningRate, Adam.BETA_1, Adam.BETA_2, Adam.EPSILON, 0, MOMENTUM_DECAY, false);
    }

    /**
     * Steps with all there is to choose.
     *
     * @param beta1 β₁ in [0, 1)
     * @param beta2 β₂ in [0, 1)
     * @param epsilon ε ≥ 0
     * @param weightDecay λ ≥ 0
     * @param momentumDecay ψ ≥ 0
     * @param decoupled whether the decay acts on the parameter itself
     * @throws IllegalArgumentException if a number is out of its range
     */
    public NAdam(
            List<Parameter> parameters,
            double learningRate,
            double beta1,
            double beta2,
            double epsilon,
            double weightDecay,
            double momentumDecay,
            boolean decoupled) {
        super(parameters, learningRate, Updates.nadam(beta1, beta2, epsilon, weightDecay, decoupled, momentumDecay));
    }
}
