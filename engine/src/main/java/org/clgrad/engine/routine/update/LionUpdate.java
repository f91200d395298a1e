package org.clgrad.engine.routine.update;

import java.util.List;
import java.util.Map;
import org.clgrad.engine.routine.Domain;
import org.clgrad.engine.routine.KernelFile;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.tensor.DType;

/**
 * One step of Lion, in place: with the parameter p, its gradient g, the moment m, the learning rate lr, λ the weight decay,
 * which is decoupled,
 *
 * <pre>{@code
 * c = β₁·m + (1 − β₁)·g
 * p ← p·(1 − lr·λ) − lr·sign(c)
 * m ← β₂·m + (1 − β₂)·g
 * }</pre>
 *
 * <p>Inputs: p, g, m of each parameter, all of one floating-point type; then lr, one element of any floating-point type.
 * Changed in place: p, m. The moment begins as zeros.
 *
 * <p>The sign of 0 is 0, that of NaN is NaN. Tensors may be empty. Each element is rounded at each operation; where c is
 * within its error of 0 the sign may be either, and p is 2·lr off.
 *
 * <p>Source: Chen et al., "Symbolic discovery of optimization algorithms", NeurIPS 2023, algorithm 2. PyTorch has none.
 *
 * @param count how many parameters
 * @param beta1 β₁ in [0, 1)
 * @param beta2 β₂ in [0, 1)
 * @param weightDecay λ ≥ 0
 */
public record LionUpdate(int count, double beta1, double beta2, double weightDecay) implements FusedUpdate {
    private static final String NAME = "lion_update";

    /** @throws IllegalArgumentException if an attribute is out of its range */
    public LionUpdate {
        FusedUpdate.checkCount(NAME, count);
        Operands.fraction(NAME, "beta1", beta1);
        Operands.fraction(NAME, "beta2", beta2);
        Operands.notNegative(NAME, "weight decay", weightDecay);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public LionUpdate of(int sets) {
        return new LionUpdate(sets, beta1, beta2, weightDecay);
    }

    @Override
    public List<String> tensors() {
        return List.of("parameter", GRADIENT, "moment");
    }

    @Override
    public List<String> numbers() {
        return List.of(RATE);
    }

    @Override
    public Element formula(double[] numbers) {
        double rate = numbers[0];
        return x -> {
            double direction = Math.signum(beta1 * x[2] + (1 - beta1) * x[1]);
            x[0] = x[0] * (1 - rate * weightDecay) - rate * direction;
            x[2] = beta2 * x[2] + (1 - beta2) * x[1];
        };
    }

    @Override
    public Estimate[] estimate(Estimate[] x, Estimate[] numbers, double u) {
        Estimate direction = Estimate.rounded(beta1, u)
                .times(x[2])
                .plus(Estimate.rounded(1 - beta1, u).times(x[1]))
                .sign();
        Estimate kept = Estimate.exact(1, u).minus(numbers[0].times(Estimate.rounded(weightDecay, u)));
        Estimate m = Estimate.rounded(beta2, u)
                .times(x[2])
                .plus(Estimate.rounded(1 - beta2, u).times(x[1]));
        return new Estimate[] {x[0].times(kept).minus(numbers[0].times(direction)), x[1], m};
    }

    @Override
    public void attributes(KernelFile.LaunchBuilder launch, DType dtype) {
        launch.real(beta1, dtype)
                .real(1 - beta1, dtype)
                .real(beta2, dtype)
                .real(1 - beta2, dtype)
                .real(weightDecay, dtype);
    }

    @Override
    public int flops() {
        return 9;
    }

    /** What it is tried on: ties as well, so that c is 0 now and then. */
    public static SampleSpace samples() {
        return UpdateSamples.of(
                        NAME,
                        new LionUpdate(1, 0.9, 0.99, 0),
                        new LionUpdate(1, 0.5, 0.75, 0.1),
                        new LionUpdate(1, 0, 0, 0.5))
                .sample(choice -> UpdateSamples.sample(choice, Map.of(GRADIENT, new Domain.Ties())));
    }
}
