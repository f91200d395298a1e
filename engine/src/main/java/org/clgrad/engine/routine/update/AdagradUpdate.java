package org.clgrad.engine.routine.update;

import java.util.List;
import org.clgrad.engine.routine.KernelFile;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.tensor.DType;

/**
 * One step of Adagrad, in place, in PyTorch's order of operations: with the parameter p, its gradient g, the sum of squares
 * s, the learning rate lr, the step number t counted from 1, η the decay of the learning rate, λ the weight decay,
 *
 * <pre>{@code
 * g ← g + λ·p
 * s ← s + g²
 * p ← p − lr/(1 + (t − 1)·η) · g/(√s + ε)
 * }</pre>
 *
 * <p>Inputs: p, g, s of each parameter, all of one floating-point type; then lr, one element of any floating-point type; t,
 * one {@code I64}, already counted for this step. Changed in place: p, s.
 *
 * <p>NaN and infinities spread as the formula says; with ε = 0 a gradient that has always been 0 makes NaN. Where λ = 0 the
 * term λ·p is left out. Tensors may be empty. Each element is rounded at each operation.
 *
 * <p>Source: Duchi, Hazan, Singer, "Adaptive subgradient methods for online learning and stochastic optimization", JMLR 12,
 * 2011; the form of {@code torch.optim.Adagrad}.
 *
 * @param count how many parameters
 * @param rateDecay η ≥ 0
 * @param epsilon ε ≥ 0
 * @param weightDecay λ ≥ 0
 */
public record AdagradUpdate(int count, double rateDecay, double epsilon, double weightDecay) implements FusedUpdate {
    private static final String NAME = "adagrad_update";

    /** @throws IllegalArgumentException if an attribute is out of its range */
    public AdagradUpdate {
        FusedUpdate.checkCount(NAME, count);
        Operands.notNegative(NAME, "decay of the learning rate", rateDecay);
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
    public AdagradUpdate of(int sets) {
        return new AdagradUpdate(sets, rateDecay, epsilon, weightDecay);
    }

    @Override
    public List<String> tensors() {
        return List.of("parameter", GRADIENT, "sum of squares");
    }

    @Override
    public List<String> numbers() {
        return List.of(RATE, STEP);
    }

    @Override
    public Element formula(double[] numbers) {
        double rate = numbers[0] / (1 + (numbers[1] - 1) * rateDecay);
        return x -> {
            double g = decay().gradient(x[1], x[0], weightDecay);
            x[2] += g * g;
            x[0] -= rate * (g / (Math.sqrt(x[2]) + epsilon));
        };
    }

    @Override
    public Estimate[] estimate(Estimate[] x, Estimate[] numbers, double u) {
        Estimate one = Estimate.exact(1, u);
        Estimate rate = numbers[0].over(
                numbers[1].minus(one).times(Estimate.rounded(rateDecay, u)).plus(one));
        Estimate g = decay().gradient(x[1], x[0], weightDecay);
        Estimate sum = x[2].plus(g.times(g));
        Estimate step = g.over(sum.squareRoot().plus(Estimate.rounded(epsilon, u)));
        return new Estimate[] {x[0].minus(rate.times(step)), x[1], sum};
    }

    @Override
    public void define(KernelFile file) {
        file.define("DECAY", weightDecay != 0);
    }

    @Override
    public void attributes(KernelFile.LaunchBuilder launch, DType dtype) {
        launch.real(rateDecay, dtype).real(epsilon, dtype).real(weightDecay, dtype);
    }

    @Override
    public int flops() {
        return 8;
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        return UpdateSamples.of(
                        NAME,
                        new AdagradUpdate(1, 0, 1e-10, 0),
                        new AdagradUpdate(1, 0.01, 1e-10, 0.1),
                        new AdagradUpdate(1, 0.5, 1, 0))
                .sample(choice -> UpdateSamples.sample(choice, UpdateSamples.positive("sum of squares")));
    }
}
