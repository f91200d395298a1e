package org.clgrad.engine.routine.update;

import java.util.List;
import java.util.Map;
import org.clgrad.engine.routine.KernelFile;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.tensor.DType;

/**
 * One step of stochastic gradient descent, in place, in PyTorch's form: with the parameter p, its gradient g, the
 * velocity b, the learning rate lr, μ the momentum, τ the dampening, λ the weight decay,
 *
 * <pre>{@code
 * d = g + λ·p
 * b ← μ·b + (1 − τ)·d
 * p ← p − lr·step,     step = d where μ = 0, d + μ·b where nesterov, else b
 * }</pre>
 *
 * <p>Inputs: p, g and, where μ ≠ 0, b of each parameter, all of one floating-point type; then lr, one element of any
 * floating-point type. Changed in place: p and, where μ ≠ 0, b. The velocity begins as zeros; PyTorch begins it as d,
 * which is the same where τ = 0 (μ·0 + 1·d), and by the factor 1 − τ more in the first step where it is not.
 *
 * <p>NaN and infinities spread as the formula says; where λ = 0 the term λ·p is left out. Tensors may be empty.
 *
 * <p>Each element is rounded at each operation, once for a product that is added: |error of p| ≤ 8u(|p| + lr·S), S the
 * sum of the magnitudes in step.
 *
 * <p>Source: Sutskever, Martens, Dahl, Hinton, "On the importance of initialization and momentum in deep learning",
 * ICML 2013; the form of {@code torch.optim.SGD}.
 *
 * @param count how many parameters
 * @param momentum μ in [0, 1)
 * @param dampening τ
 * @param nesterov whether to look ahead along the velocity; asks for μ ≠ 0 and τ = 0
 * @param weightDecay λ ≥ 0
 */
public record SgdUpdate(int count, double momentum, double dampening, boolean nesterov, double weightDecay)
        implements FusedUpdate {
    private static final String NAME = "sgd_update";

    /** @throws IllegalArgumentException if an attribute is out of its range */
    public SgdUpdate {
        FusedUpdate.checkCount(NAME, count);
        Operands.fraction(NAME, "momentum", momentum);
        Operands.notNegative(NAME, "weight decay", weightDecay);
        if (!Double.isFinite(dampening)) {
            throw new IllegalArgumentException(NAME + ": dampening is finite, got " + dampening);
        }
        if (nesterov && (momentum == 0 || dampening != 0)) {
            throw new IllegalArgumentException(NAME + ": nesterov needs a momentum and no dampening, got momentum "
                    + momentum + ", dampening " + dampening);
        }
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
    public SgdUpdate of(int sets) {
        return new SgdUpdate(sets, momentum, dampening, nesterov, weightDecay);
    }

    @Override
    public List<String> tensors() {
        return hasVelocity() ? List.of("parameter", GRADIENT, "velocity") : List.of("parameter", GRADIENT);
    }

    @Override
    public List<String> numbers() {
        return List.of(RATE);
    }

    @Override
    public Element formula(double[] numbers) {
        double rate = numbers[0];
        return x -> {
            double d = decay().gradient(x[1], x[0], weightDecay);
            if (hasVelocity()) {
                x[2] = momentum * x[2] + (1 - dampening) * d;
                d = nesterov ? d + momentum * x[2] : x[2];
            }
            x[0] -= rate * d;
        };
    }

    @Override
    public Estimate[] estimate(Estimate[] x, Estimate[] numbers, double u) {
        Estimate d = decay().gradient(x[1], x[0], weightDecay);
        if (!hasVelocity()) {
            return new Estimate[] {x[0].minus(numbers[0].times(d)), x[1]};
        }
        Estimate mu = Estimate.rounded(momentum, u);
        Estimate b = mu.times(x[2]).plus(Estimate.rounded(1 - dampening, u).times(d));
        Estimate step = nesterov ? mu.times(b).plus(d) : b;
        return new Estimate[] {x[0].minus(numbers[0].times(step)), x[1], b};
    }

    @Override
    public void define(KernelFile file) {
        file.define("MOMENTUM", hasVelocity()).define("NESTEROV", nesterov).define("DECAY", weightDecay != 0);
    }

    @Override
    public void attributes(KernelFile.LaunchBuilder launch, DType dtype) {
        launch.real(momentum, dtype).real(1 - dampening, dtype).real(weightDecay, dtype);
    }

    @Override
    public int flops() {
        return hasVelocity() ? 7 : 4;
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        return UpdateSamples.of(
                        NAME,
                        new SgdUpdate(1, 0, 0, false, 0),
                        new SgdUpdate(1, 0.9, 0, false, 0),
                        new SgdUpdate(1, 0.9, 0, true, 0),
                        new SgdUpdate(1, 0.5, 0.25, false, 0.01))
                .sample(choice -> UpdateSamples.sample(choice, Map.of()));
    }
}
