package org.clgrad.engine.routine.update;

import java.util.List;
import java.util.Map;
import org.clgrad.engine.routine.Domain;
import org.clgrad.engine.routine.KernelFile;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.tensor.DType;

/**
 * One step of NAdam, in place, in PyTorch's order of operations: with the parameter p, its gradient g, the moments m and v,
 * the learning rate lr, the step number t counted from 1, λ the weight decay, the schedule μₜ = β₁·(1 − ½·0.96^(t·ψ)), and
 * Π the product of μ₁ … μₜ, which {@link NadamSchedule} keeps,
 *
 * <pre>{@code
 * g ← g + λ·p,     or p ← p·(1 − lr·λ) where decoupled
 * m ← β₁·m + (1 − β₁)·g
 * v ← β₂·v + (1 − β₂)·g²
 * s = √(v/(1 − β₂ᵗ)) + ε
 * p ← p − lr·(1 − μₜ)/(1 − Π) · g/s − lr·μₜ₊₁/(1 − Π·μₜ₊₁) · m/s
 * }</pre>
 *
 * <p>Inputs: p, g, m, v of each parameter, all of one floating-point type; then lr, one element of any floating-point type;
 * t, one {@code I64}, and Π, one element, both already those of this step. Changed in place: p, m, v. The moments begin as
 * zeros.
 *
 * <p>NaN and infinities spread as the formula says. Where λ = 0 its terms are left out. Tensors may be empty. Each element
 * is rounded at each operation; t is exact to 2²⁴ in single precision, where 0.96^(t·ψ) has long vanished for the usual ψ.
 *
 * <p>Source: Dozat, "Incorporating Nesterov momentum into Adam", ICLR workshop 2016; the form of {@code torch.optim.NAdam}.
 *
 * @param count how many parameters
 * @param beta1 β₁ in [0, 1)
 * @param beta2 β₂ in [0, 1)
 * @param epsilon ε ≥ 0
 * @param weightDecay λ ≥ 0
 * @param decoupled whether the decay acts on the parameter itself and not through the gradient
 * @param momentumDecay ψ ≥ 0
 */
public record NadamUpdate(
        int count,
        double beta1,
        double beta2,
        double epsilon,
        double weightDecay,
        boolean decoupled,
        double momentumDecay)
        implements FusedUpdate {
    private static final String NAME = "nadam_update";

    /** @throws IllegalArgumentException if an attribute is out of its range */
    public NadamUpdate {
        FusedUpdate.checkCount(NAME, count);
        Operands.fraction(NAME, "beta1", beta1);
        Operands.fraction(NAME, "beta2", beta2);
        Operands.notNegative(NAME, "epsilon", epsilon);
        Operands.notNegative(NAME, "weight decay", weightDecay);
        Operands.notNegative(NAME, "momentum decay", momentumDecay);
    }

    private Decay decay() {
        return Decay.of(weightDecay, decoupled);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public NadamUpdate of(int sets) {
        return new NadamUpdate(sets, beta1, beta2, epsilon, weightDecay, decoupled, momentumDecay);
    }

    @Override
    public List<String> tensors() {
        return List.of("parameter", GRADIENT, "first moment", "second moment");
    }

    @Override
    public List<String> numbers() {
        return List.of(RATE, STEP, NadamSchedule.PRODUCT);
    }

    @Override
    public Element formula(double[] numbers) {
        double rate = numbers[0];
        double t = numbers[1];
        double product = numbers[2];
        double now = beta1 * (1 - 0.5 * Math.pow(0.96, t * momentumDecay));
        double next = beta1 * (1 - 0.5 * Math.pow(0.96, (t + 1) * momentumDecay));
        double correction = 1 - Math.pow(beta2, t);
        return x -> {
            double g = decay().gradient(x[1], x[0], weightDecay);
            x[0] = decay().parameter(x[0], rate, weightDecay);
            x[2] = beta1 * x[2] + (1 - beta1) * g;
            x[3] = beta2 * x[3] + (1 - beta2) * g * g;
            double denominator = Math.sqrt(x[3] / correction) + epsilon;
            x[0] -= rate * (1 - now) / (1 - product) * (g / denominator);
            x[0] -= rate * next / (1 - product * next) * (x[2] / denominator);
        };
    }

    @Override
    public Estimate[] estimate(Estimate[] x, Estimate[] numbers, double u) {
        double t = numbers[1].value();
        Estimate product = numbers[2];
        Estimate one = Estimate.exact(1, u);
        Estimate now = NadamSchedule.momentum(beta1, momentumDecay, t, u);
        Estimate next = NadamSchedule.momentum(beta1, momentumDecay, t + 1, u);
        Estimate gradientStep = numbers[0].times(one.minus(now)).over(one.minus(product));
        Estimate momentStep = numbers[0].times(next).over(one.minus(product.times(next)));
        Estimate g = decay().gradient(x[1], x[0], weightDecay);
        Estimate p = decay().parameter(x[0], numbers[0], weightDecay);
        Estimate m = Estimate.rounded(beta1, u)
                .times(x[2])
                .plus(Estimate.rounded(1 - beta1, u).times(g));
        Estimate v = Estimate.rounded(beta2, u)
                .times(x[3])
                .plus(Estimate.rounded(1 - beta2, u).times(g).times(g));
        Estimate denominator =
                v.over(Estimate.correction(beta2, t, u)).squareRoot().plus(Estimate.rounded(epsilon, u));
        p = p.minus(gradientStep.times(g.over(denominator)));
        return new Estimate[] {p.minus(momentStep.times(m.over(denominator))), x[1], m, v};
    }

    @Override
    public void define(KernelFile file) {
        file.define("DECAY", decay().macro());
    }

    @Override
    public void attributes(KernelFile.LaunchBuilder launch, DType dtype) {
        launch.real(beta1, dtype)
                .real(1 - beta1, dtype)
                .real(beta2, dtype)
                .real(1 - beta2, dtype)
                .real(Math.log(beta2), dtype)
                .real(epsilon, dtype)
                .real(weightDecay, dtype)
                .real(NadamSchedule.logarithm(momentumDecay), dtype);
    }

    @Override
    public int flops() {
        return 17;
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        return UpdateSamples.of(
                        NAME,
                        new NadamUpdate(1, 0.9, 0.999, 1e-8, 0, false, 4e-3),
                        new NadamUpdate(1, 0.5, 0.75, 1e-3, 0.125, false, 0.1),
                        new NadamUpdate(1, 0.9, 0.99, 1e-8, 0.01, true, 0))
                .sample(choice -> UpdateSamples.sample(
                        choice,
                        Map.of("second moment", Domain.positive(), NadamSchedule.PRODUCT, new Domain.Uniform(0, 0.8))));
    }
}
