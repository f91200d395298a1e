package org.clgrad.nn.optim;

import java.util.List;
import org.clgrad.autograd.Updates;
import org.clgrad.nn.Parameter;

/**
 * Stochastic gradient descent, as {@code torch.optim.SGD}: with the gradient g, momentum μ, dampening τ and weight decay
 * λ, d = g + λ·p, then b ← μ·b + (1 − τ)·d and p ← p − lr·b; without momentum p ← p − lr·d. The velocity b begins as
 * zeros.
 *
 * <p>Source: Sutskever, Martens, Dahl, Hinton, "On the importance of initialization and momentum in deep learning", ICML
 * 2013.
 */
public final class SGD extends FusedOptimizer {
    /** Plain steps: p ← p − lr·g. */
    public SGD(List<Parameter> parameters, double learningRate) {
        this(parameters, learningRate, 0);
    }

    /** Steps with a momentum. */
    public SGD(List<Parameter> parameters, double learningRate, double momentum) {
        this(parameters, learningRate, momentum, 0, 0, false);
    }

    /**
     * Steps with all there is to choose.
     *
     * @param momentum μ in [0, 1)
     * @param dampening τ
     * @param weightDecay λ ≥ 0
     * @param nesterov whether to step along d + μ·b; asks for a momentum and no dampening
     * @throws IllegalArgumentException if a number is out of its range
     */
    public SGD(
            List<Parameter> parameters,
            double learningRate,
            double momentum,
            double dampening,
            double weightDecay,
            boolean nesterov) {
        super(parameters, learningRate, Updates.sgd(momentum, dampening, weightDecay, nesterov));
    }
}
