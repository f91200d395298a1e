package org.clgrad.engine.routine.update;

import java.util.List;
import org.clgrad.engine.routine.KernelFile;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.tensor.DType;

/**
 * One step of Adadelta, in place, in PyTorch's order of operations: with the parameter p, its gradient g, the mean square of
 * gradients v, that of steps u, the learning rate lr, ρ the smoothing, λ the weight decay,
 *
 * <pre>{@code
 * g ← g + λ·p
 * v ← ρ·v + (1 − ρ)·g²
 * d = √(u + ε)/√(v + ε)·g
 * u ← ρ·u + (1 − ρ)·d²
 * p ← p − lr·d
 * }</pre>
 *
 * <p>Inputs: p, g, v, u of each parameter, all of one floating-point type; then lr, one element of any floating-point type.
 * Changed in place: p, v, u. States begin as zeros.
 *
 * <p>NaN and infinities spread as the formula says. Where λ = 0 the term λ·p is left out. Tensors may be empty. Each element
 * is rounded at each operation.
 *
 * <p>Source: Zeiler, "ADADELTA: an adaptive learning rate method", 2012, algorithm 1; the form of {@code
 * torch.optim.Adadelta}.
 *
 * @param count how many parameters
 * @param rho ρ in [0, 1]
 * @param epsilon ε ≥ 0
 * @param weightDecay λ ≥ 0
 */
public record AdadeltaUpdate(int count, double rho, double epsilon, double weightDecay) implements FusedUpdate {
    private static final String NAME = "adadelta_update";

    /** @throws IllegalArgumentException if an attribute is out of its range */
    public AdadeltaUpdate {
        FusedUpdate.checkCount(NAME, count);
        if (!(rho >= 0 && rho <= 1)) {
            throw new IllegalArgumentException(NAME + ": rho is in [0, 1], got " + rho);
        }
        Operands.notNegative(NAME, "epsilon", epsilon);
        Operands.notNegative(NAME, "weight decay", weightDecay);
    }

    private Decay decay() {
        return Decay.of(weightDecay, false);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public AdadeltaUpdate of(int sets) {
        return new AdadeltaUpdate(sets, rho, epsilon, weightDecay);
    }

    @Override
    public List<String> tensors() {
        return List.of("parameter", GRADIENT, "mean square of gradients", "mean square of steps");
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
            x[2] = rho * x[2] + (1 - rho) * g * g;
            double step = Math.sqrt(x[3] + epsilon) / Math.sqrt(x[2] + epsilon) * g;
            x[3] = rho * x[3] + (1 - rho) * step * step;
            x[0] -= rate * step;
        };
    }

    @Override
    public Estimate[] estimate(Estimate[] x, Estimate[] numbers, double u) {
        Estimate smoothing = Estimate.rounded(rho, u);
        Estimate rest = Estimate.rounded(1 - rho, u);
        Estimate eps = Estimate.rounded(epsilon, u);
        Estimate g = decay().gradient(x[1], x[0], weightDecay);
        Estimate v = smoothing.times(x[2]).plus(rest.times(g).times(g));
        Estimate step =
                x[3].plus(eps).squareRoot().over(v.plus(eps).squareRoot()).times(g);
        Estimate steps = smoothing.times(x[3]).plus(rest.times(step).times(step));
        return new Estimate[] {x[0].minus(numbers[0].times(step)), x[1], v, steps};
    }

    @Override
    public void define(KernelFile file) {
        file.define("DECAY", weightDecay != 0);
    }

    @Override
    public void attributes(KernelFile.LaunchBuilder launch, DType dtype) {
        launch.real(rho, dtype).real(1 - rho, dtype).real(epsilon, dtype).real(weightDecay, dtype);
    }

    @Override
    public int flops() {
        return 16;
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        return UpdateSamples.of(
                        NAME,
                        new AdadeltaUpdate(1, 0.9, 1e-6, 0),
                        new AdadeltaUpdate(1, 0.5, 1e-3, 0.1),
                        new AdadeltaUpdate(1, 0, 0.25, 0))
                .sample(choice -> UpdateSamples.sample(
                        choice, UpdateSamples.positive("mean square of gradients", "mean square of steps")));
    }
}
