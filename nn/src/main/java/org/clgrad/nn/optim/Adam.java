package org.clgrad.nn.optim;

import java.util.List;
import org.clgrad.autograd.Updates;
import org.clgrad.nn.Parameter;

/**
 * Adam, as {@code torch.optim.Adam}: with the gradient g and the step number t from 1, m ← β₁·m + (1 − β₁)·g, v ← β₂·v +
 * (1 − β₂)·g², p ← p − lr/(1 − β₁ᵗ)·m/(√v/√(1 − β₂ᵗ) + ε). With a weight decay λ, g is g + λ·p; decoupled, as in {@link
 * AdamW}, p is first multiplied by 1 − lr·λ. With AMSGrad v̂, the largest v so far, takes v's place in the last line.
 *
 * <p>There is one step number for all parameters; one that had no gradient in some steps is corrected as if it had.
 *
 * <p>Source: Kingma and Ba, "Adam: a method for stochastic optimization", ICLR 2015; Loshchilov and Hutter, "Decoupled
 * weight decay regularization", ICLR 2019.
 */
public final class Adam extends FusedOptimizer {
    static final double BETA_1 = 0.9;
    static final double BETA_2 = 0.999;
    /** PyTorch's, and the paper's; that of Keras is 1e-7. */
    static final double EPSILON = 1e-8;

    /** With β₁ = 0.9, β₂ = 0.999, ε = 1e-8 and no weight decay. */
    public Adam(List<Parameter> parameters, double learningRate) {
        this(parameters, learningRate, BETA_1, BETA_2, EPSILON, 0, false);
    }

    /**
     * Steps without AMSGrad.
     *
     * @param beta1 β₁ in [0, 1)
     * @param beta2 β₂ in [0, 1)
     * @param epsilon ε ≥ 0
     * @param weightDecay λ ≥ 0
     * @param decoupled whether the decay acts on the parameter itself, as in {@link AdamW}
     * @throws IllegalArgumentException if a number is out of its range
     */
    public Adam(
            List<Parameter> parameters,
            double learningRate,
            double beta1,
            double beta2,
            double epsilon,
            double weightDecay,
            boolean decoupled) {
        this(parameters, learningRate, beta1, beta2, epsilon, weightDecay, decoupled, false);
    }

    /**
     * Steps with all there is to choose.
     *
     * @param beta1 β₁ in [0, 1)
     * @param beta2 β₂ in [0, 1)
     * @param epsilon ε ≥ 0
     * @param weightDecay λ ≥ 0
     * @param decoupled whether the decay acts on the parameter itself, as in {@link AdamW}
     * @param amsgrad whether v̂ is the largest v so far
     * @throws IllegalArgumentException if a number is out of its range
     */
    public Adam(
            List<Parameter> parameters,
            double learningRate,
            double beta1,
            double beta2,
            double epsilon,
            double weightDecay,
            boolean decoupled,
            boolean amsgrad) {
        super(parameters, learningRate, Updates.adam(beta1, beta2, epsilon, weightDecay, decoupled, amsgrad));
    }
}
