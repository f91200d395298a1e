package org.clgrad.nn;

import java.util.List;
import org.clgrad.autograd.Tensor;
import org.clgrad.autograd.Updates;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;

/**
 * Adam, as {@code torch.optim.Adam}: with the gradient g and the step number t from 1, m ← β₁·m + (1 − β₁)·g, v ← β₂·v +
 * (1 − β₂)·g², p ← p − lr/(1 − β₁ᵗ)·m/(√v/√(1 − β₂ᵗ) + ε). With a weight decay λ, g is g + λ·p; decoupled, as in AdamW, p
 * is first multiplied by 1 − lr·λ.
 *
 * <p>There is one step number for all parameters; one that had no gradient in some steps is corrected as if it had.
 *
 * <p>Source: Kingma and Ba, "Adam: a method for stochastic optimization", ICLR 2015; Loshchilov and Hutter, "Decoupled
 * weight decay regularization", ICLR 2019.
 */
public final class Adam extends Optimizer {
    private static final double BETA_1 = 0.9;
    private static final double BETA_2 = 0.999;
    /** PyTorch's, and the paper's; that of Keras is 1e-7. */
    private static final double EPSILON = 1e-8;

    private final Updates.Adam update;
    private final List<Tensor> firstMoments;
    private final List<Tensor> secondMoments;
    private final Tensor steps;

    /** With β₁ = 0.9, β₂ = 0.999, ε = 1e-8 and no weight decay. */
    public Adam(List<Parameter> parameters, double learningRate) {
        this(parameters, learningRate, BETA_1, BETA_2, EPSILON, 0, false);
    }

    /**
     * Steps with all there is to choose.
     *
     * @param beta1 β₁ in [0, 1)
     * @param beta2 β₂ in [0, 1)
     * @param epsilon ε ≥ 0
     * @param weightDecay λ ≥ 0
     * @param decoupled whether the decay acts on the parameter itself, as in AdamW
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
        this(parameters, learningRate, new Updates.Adam(beta1, beta2, epsilon, weightDecay, decoupled));
    }

    private Adam(List<Parameter> parameters, double learningRate, Updates.Adam update) {
        super(parameters, learningRate);
        this.update = update;
        this.firstMoments = stateOfEach("exp_avg");
        this.secondMoments = stateOfEach("exp_avg_sq");
        this.steps = state("step", DType.I64, Shape.scalar());
    }

    @Override
    protected void beginStep() {
        Updates.increment(steps);
    }

    @Override
    protected void update(int index, Tensor parameter, Tensor gradient, Tensor rate) {
        update.step(parameter, gradient, firstMoments.get(index), secondMoments.get(index), rate, steps);
    }
}
