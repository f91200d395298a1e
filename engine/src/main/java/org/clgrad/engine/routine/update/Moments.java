package org.clgrad.engine.routine.update;

import org.clgrad.engine.routine.KernelFile;
import org.clgrad.engine.tensor.DType;

/**
 * What Adam and its kin do before they step: with the parameter p, its gradient g, the moments m and v, the learning rate lr, and
 * λ the weight decay,
 *
 * <pre>{@code
 * g ← g + λ·p,     or p ← p·(1 − lr·λ) where decoupled
 * m ← β₁·m + (1 − β₁)·g
 * v ← β₂·v + (1 − β₂)·g²
 * }</pre>
 *
 * @param beta1 β₁ in [0, 1)
 * @param beta2 β₂ in [0, 1)
 * @param epsilon ε ≥ 0, added to the root of v
 * @param weightDecay λ ≥ 0
 * @param decoupled whether the decay acts on the parameter itself and not through the gradient
 */
public record Moments(double beta1, double beta2, double epsilon, double weightDecay, boolean decoupled) {
    /** @throws IllegalArgumentException if an attribute is out of its range */
    void check(String operation) {
        Operands.fraction(operation, "beta1", beta1);
        Operands.fraction(operation, "beta2", beta2);
        Operands.notNegative(operation, "epsilon", epsilon);
        Operands.notNegative(operation, "weight decay", weightDecay);
    }

    private Decay decay() {
        return Decay.of(weightDecay, decoupled);
    }

    /**
     * The formula above.
     *
     * @param x p, g, m and v; all but g are changed
     * @return g, decayed
     */
    double update(double[] x, double rate) {
        double g = decay().gradient(x[1], x[0], weightDecay);
        x[0] = decay().parameter(x[0], rate, weightDecay);
        x[2] = beta1 * x[2] + (1 - beta1) * g;
        x[3] = beta2 * x[3] + (1 - beta2) * g * g;
        return g;
    }

    /** p, g, m and v as the kernel has them after it. */
    Estimate[] estimate(Estimate[] x, Estimate rate, double u) {
        Estimate g = decay().gradient(x[1], x[0], weightDecay);
        Estimate m = Estimate.rounded(beta1, u)
                .times(x[2])
                .plus(Estimate.rounded(1 - beta1, u).times(g));
        Estimate v = Estimate.rounded(beta2, u)
                .times(x[3])
                .plus(Estimate.rounded(1 - beta2, u).times(g).times(g));
        return new Estimate[] {decay().parameter(x[0], rate, weightDecay), g, m, v};
    }

    void define(KernelFile file) {
        file.define("DECAY", decay().macro());
    }

    /** MOMENTS_IN of moments.clh. */
    KernelFile.LaunchBuilder attributes(KernelFile.LaunchBuilder launch, DType dtype) {
        return launch.real(beta1, dtype)
                .real(1 - beta1, dtype)
                .real(beta2, dtype)
                .real(1 - beta2, dtype)
                .real(Math.log(beta2), dtype)
                .real(epsilon, dtype)
                .real(weightDecay, dtype);
    }
}
