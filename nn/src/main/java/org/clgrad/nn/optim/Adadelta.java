package org.clgrad.nn.optim;

import java.util.List;
import org.clgrad.autograd.Updates;
import org.clgrad.nn.Parameter;

/**
 * Adadelta, as {@code torch.optim.Adadelta}: with the gradient g, v ← ρ·v + (1 − ρ)·g², d = √(u + ε)/√(v + ε)·g, u ← ρ·u +
 * (1 − ρ)·d² and p ← p − lr·d. With a weight decay λ, g is g + λ·p.
 *
 * <p>Source: Zeiler, "ADADELTA: an adaptive learning rate method", 2012, algorithm 1, which has lr = 1.
 */
public final class Adadelta extends FusedOptimizer {
    private static final double RHO = 0.9;
    private static final double EPSILON = 1e-6;

    /** With ρ = 0.9, ε = 1e-6 and no weight decay. */
    public Adadelta(List<Parameter> parameters, double learningRate) {
        this(parameters, learningRate, RHO, EPSILON, 0);
    }

    /**
     * Steps with all there is to choose.
     *
     * @param rho ρ in [0, 1]
     * @param epsilon ε ≥ 0
     * @param weightDecay λ ≥ 0
     * @throws IllegalArgumentException if a number is out of its range
     */
    public Adadelta(List<Parameter> parameters, double learningRate, double rho, double epsilon, double weightDecay) {
        super(parameters, learningRate, Updates.adadelta(rho, epsilon, weightDecay));
    }
}
