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
 * @param moments what is kept, and how it decays
 * @param momentumDecay ψ ≥ 0
 */
public record NadamUpdate(int count, Moments moments, double momentumDecay) implements FusedUpdate {
    private static final String NAME = "nadam_update";

    /** @throws IllegalArgumentException if an attribute is out of its range */
    public NadamUpdate {
        FusedUpdate.checkCount(NAME, count);
        moments.check(NAME);
        Operands.notNegative(NAME, "momentum decay", momentumDecay);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public NadamUpdate of(int sets) {
        return new NadamUpdate(sets, moments, momentumDecay);
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
        double now = moments.beta1() * (1 - 0.5 * Math.pow(0.96, t * momentumDecay));
        double next = moments.beta1() * (1 - 0.5 * Math.pow(0.96, (t + 1) * momentumDecay));
        double correction = 1 - Math.pow(moments.beta2(), t);
        return x -> {
            double g = moments.update(x, rate);
            double denominator = Math.sqrt(x[3] / correction) + moments.epsilon();
            x[0] -= rate * (1 - now) / (1 - product) * (g / denominator);
            x[0] -= rate * next / (1 - product * next) * (x[2] / denominator);
        };
    }

    @Override
    public Estimate[] estimate(Estimate[] x, Estimate[] numbers, double u) {
        double t = numbers[1].value();
        Estimate product = numbers[2];
        Estimate one = Estimate.exact(1, u);
        Estimate now = NadamSchedule.momentum(moments.beta1(), momentumDecay, t, u);
        Estimate next = NadamSchedule.momentum(moments.beta1(), momentumDecay, t + 1, u);
        Estimate gradientStep = numbers[0].times(one.minus(now)).over(one.minus(product));
        Estimate momentStep = numbers[0].times(next).over(one.minus(product.times(next)));
        Estimate[] updated = moments.estimate(x, numbers[0], u);
        Estimate m = updated[2];
        Estimate v = updated[3];
        Estimate denominator = v.over(Estimate.correction(moments.beta2(), t, u))
                .squareRoot()
                .plus(Estimate.rounded(moments.epsilon(), u));
        Estimate p = updated[0].minus(gradientStep.times(updated[1].over(denominator)));
        return new Estimate[] {p.minus(momentStep.times(m.over(denominator))), x[1], m, v};
    }

    @Override
    public void define(KernelFile file) {
        moments.define(file);
    }

    @Override
    public void attributes(KernelFile.LaunchBuilder launch, DType dtype) {
        moments.attributes(launch, dtype).real(NadamSchedule.logarithm(momentumDecay), dtype);
    }

    @Override
    public int flops() {
        return 17;
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        return UpdateSamples.of(
                        NAME,
                        new NadamUpdate(1, new Moments(0.9, 0.999, 1e-8, 0, false), 4e-3),
                        new NadamUpdate(1, new Moments(0.5, 0.75, 1e-3, 0.125, false), 0.1),
                        new NadamUpdate(1, new Moments(0.9, 0.99, 1e-8, 0.01, true), 0))
                .sample(choice -> UpdateSamples.sample(
                        choice,
                        Map.of("second moment", Domain.positive(), NadamSchedule.PRODUCT, new Domain.Uniform(0, 0.8))));
    }
}
