package org.clgrad.nn.optim;

import java.util.List;
import org.clgrad.autograd.Updates;
import org.clgrad.nn.Parameter;

/**
 * Adagrad, as {@code torch.optim.Adagrad}: with the gradient g and the step number t from 1, s ← s + g² and p ← p − lr/(1 +
 * (t − 1)·η)·g/(√s + ε). With a weight decay λ, g is g + λ·p.
 *
 * <p>Source: Duchi, Hazan, Singer, "Adaptive subgradient methods for online learning and stochastic optimization", JMLR 12,
 * 2011.
 */
public final class Adagrad extends FusedOptimizer {
    private static final double EPSILON = 1e-10;

    /** With ε = 1e-10 and no decay of rate or weights; sums begin with 0. */
    public Adagrad(List<Parameter> parameters, double learningRate) {
        this(parameters, learningRate, 0, 0, 0, EPSILON);
    }

    /**
     * Steps with all there is to choose.
     *
     * @param rateDecay η ≥ 0
     * @param weightDecay λ ≥ 0
     * @param initialSum what s begins with, ≥ 0: PyTorch's {@code initial_accumulator_value}
     * @param epsilon ε ≥ 0
     * @throws IllegalArgumentException if a number is out of its range
     */
    public Adagrad(
            List<Parameter> parameters,
            double learningRate,
            double rateDecay,
            double weightDecay,
            double initialSum,
            double epsilon) {
        super(parameters, learningRate, Updates.adagrad(rateDecay, epsilon, weightDecay, initialSum));
    }
}
