package org.clgrad.engine.routine.update;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.clgrad.engine.routine.Domain;
import org.clgrad.engine.routine.KernelFile;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.tensor.DType;

/**
 * One step of RMSprop, in place, in PyTorch's order of operations: with the parameter p, its gradient g, the mean square v,
 * the mean gradient a, the velocity b, the learning rate lr, α the smoothing, μ the momentum, λ the weight decay,
 *
 * <pre>{@code
 * g ← g + λ·p
 * v ← α·v + (1 − α)·g²
 * a ← α·a + (1 − α)·g,     s = √max(v − a², 0) + ε     (centered),     else s = √v + ε
 * b ← μ·b + g/s,           p ← p − lr·b          where μ ≠ 0,    else p ← p − lr·g/s
 * }</pre>
 *
 * <p>Inputs: p, g, v, then b where μ ≠ 0, then a where centered, of each parameter, all of one floating-point type; then
 * lr, one element of any floating-point type. Changed in place: all but g. States begin as zeros.
 *
 * <p>NaN and infinities spread as the formula says. v − a² is a variance, which rounding alone makes negative, where all
 * gradients were alike or states are stored in few bits: then it is taken for the 0 that it nearly is, and s = ε, a long step. PyTorch
 * takes the root of it as it is, and has NaN from then on. Where λ = 0 the term λ·p is left out. Tensors may be empty. Each element is rounded
 * at each operation.
 *
 * <p>Source: Hinton, lecture 6e of "Neural networks for machine learning", 2012; Graves, "Generating sequences with
 * recurrent neural networks", 2013, formulas 38 to 45; the form of {@code torch.optim.RMSprop}.
 *
 * @param count how many parameters
 * @param alpha α in [0, 1)
 * @param epsilon ε ≥ 0
 * @param weightDecay λ ≥ 0
 * @param momentum μ in [0, 1)
 * @param centered whether the square of the mean gradient is taken away
 */
public record RmspropUpdate(
        int count, double alpha, double epsilon, double weightDecay, double momentum, boolean centered)
        implements FusedUpdate {
    private static final String NAME = "rmsprop_update";

    /** @throws IllegalArgumentException if an attribute is out of its range */
    public RmspropUpdate {
        FusedUpdate.checkCount(NAME, count);
        Operands.fraction(NAME, "alpha", alpha);
        Operands.notNegative(NAME, "epsilon", epsilon);
        Operands.notNegative(NAME, "weight decay", weightDecay);
        Operands.fraction(NAME, "momentum", momentum);
    }

    private boolean hasVelocity() {
        return momentum != 0;
    }

    private Decay decay() {
        return Decay.of(weightDecay, false);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public RmspropUpdate of(int sets) {
        return new RmspropUpdate(sets, alpha, epsilon, weightDecay, momentum, centered);
    }

    @Override
    public List<String> tensors() {
        List<String> tensors = new ArrayList<>(List.of("parameter", GRADIENT, "mean square"));
        if (hasVelocity()) {
            tensors.add("velocity");
        }
        if (centered) {
            tensors.add("mean gradient");
        }
        return tensors;
    }

    @Override
    public List<String> numbers() {
        return List.of(RATE);
    }

    @Override
    public Element formula(double[] numbers) {
        double rate = numbers[0];
        return x -> {
            double g = decay().gradient(x[1], x[0], weightDecay);
            x[2] = alpha * x[2] + (1 - alpha) * g * g;
            double square = x[2];
            if (centered) {
                int mean = x.length - 1;
                x[mean] = alpha * x[mean] + (1 - alpha) * g;
                double variance = square - x[mean] * x[mean];
                square = variance < 0 ? 0 : variance;
            }
            double step = g / (Math.sqrt(square) + epsilon);
            if (hasVelocity()) {
                x[3] = momentum * x[3] + step;
                step = x[3];
            }
            x[0] -= rate * step;
        };
    }

    @Override
    public Estimate[] estimate(Estimate[] x, Estimate[] numbers, double u) {
        Estimate[] y = x.clone();
        Estimate smoothing = Estimate.rounded(alpha, u);
        Estimate rest = Estimate.rounded(1 - alpha, u);
        Estimate g = decay().gradient(x[1], x[0], weightDecay);
        y[2] = smoothing.times(x[2]).plus(rest.times(g).times(g));
        Estimate square = y[2];
        if (centered) {
            int mean = x.length - 1;
            y[mean] = smoothing.times(x[mean]).plus(rest.times(g));
            square = square.minus(y[mean].times(y[mean])).notNegative();
        }
        Estimate step = g.over(square.squareRoot().plus(Estimate.rounded(epsilon, u)));
        if (hasVelocity()) {
            y[3] = Estimate.rounded(momentum, u).times(x[3]).plus(step);
            step = y[3];
        }
        y[0] = x[0].minus(numbers[0].times(step));
        return y;
    }

    @Override
    public void define(KernelFile file) {
        file.define("MOMENTUM", hasVelocity()).define("CENTERED", centered).define("DECAY", weightDecay != 0);
    }

    @Override
    public void attributes(KernelFile.LaunchBuilder launch, DType dtype) {
        launch.real(alpha, dtype)
                .real(1 - alpha, dtype)
                .real(epsilon, dtype)
                .real(momentum, dtype)
                .real(weightDecay, dtype);
    }

    @Override
    public int flops() {
        return 11;
    }

    /**
     * What it is tried on: with means whose squares are below the mean squares, as those of the same gradients are, and with others, as
     * rounding may leave them.
     */
    public static SampleSpace samples() {
        return UpdateSamples.of(
                        NAME,
                        new RmspropUpdate(1, 0.99, 1e-8, 0, 0, false),
                        new RmspropUpdate(1, 0.9, 1e-3, 0.1, 0.5, false),
                        new RmspropUpdate(1, 0.9, 1e-8, 0, 0, true),
                        new RmspropUpdate(1, 0.75, 1e-3, 0.01, 0.9, true))
                .values("mean square", new Domain.Uniform(4.5, 6), Domain.positive())
                .sample(choice ->
                        UpdateSamples.sample(choice, Map.of("mean square", choice.value("mean square", Domain.class))));
    }
}
