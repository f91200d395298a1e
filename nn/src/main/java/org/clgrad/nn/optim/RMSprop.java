package org.clgrad.nn.optim;

import java.util.List;
import org.clgrad.autograd.Updates;
import org.clgrad.nn.Parameter;

/**
 * RMSprop, as {@code torch.optim.RMSprop}: with the gradient g, v ← α·v + (1 − α)·g² and p ← p − lr·g/(√v + ε). Centered,
 * √(v − a²) takes the place of √v, a ← α·a + (1 − α)·g; with a momentum μ, b ← μ·b + g/(√v + ε) and p ← p − lr·b. With a
 * weight decay λ, g is g + λ·p.
 *
 * <p>Source: Hinton, lecture 6e of "Neural networks for machine learning", 2012; Graves, "Generating sequences with
 * recurrent neural networks", 2013, for the centered form.
 */
public final class RMSprop extends FusedOptimizer {
    private static final double ALPHA = 0.99;
    private static final double EPSILON = 1e-8;

    /** With α = 0.99, ε = 1e-8, neither momentum nor decay, not centered. */
    public RMSprop(List<Parameter> parameters, double learningRate) {
        this(parameters, learningRate, ALPHA, EPSILON, 0, 0, false);
    }

    /**
     * Steps with all there is to choose.
     *
     * @param alpha α in [0, 1)
     * @param epsilon ε ≥ 0
     * @param weightDecay λ ≥ 0
     * @param momentum μ in [0, 1)
     * @param centered whether the square of the mean gradient is taken away
     * @throws IllegalArgumentException if a number is out of its range
     */
    public RMSprop(
            List<Parameter> parameters,
            double learningRate,
            double alpha,
            double epsilon,
            double weightDecay,
            double momentum,
            boolean centered) {
        super(parameters, learningRate, Updates.rmsprop(alpha, epsilon, weightDecay, momentum, centered));
    }
}
