package org.clgrad.engine.routine.update;

import java.util.List;
import org.clgrad.engine.routine.KernelFile;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.tensor.DType;

/**
 * One step of Adam or AdamW, in place, in PyTorch's order of operations: with the parameter p, its gradient g, the
 * moments m and v, the learning rate lr, the step number t counted from 1, λ the weight decay,
 *
 * <pre>{@code
 * g ← g + λ·p              (Adam)       p ← p·(1 − lr·λ)      (AdamW: decoupled)
 * m ← β₁·m + (1 − β₁)·g
 * v ← β₂·v + (1 − β₂)·g²
 * p ← p − lr/(1 − β₁ᵗ) · m / (√v/√(1 − β₂ᵗ) + ε)     with v̂ for v (AMSGrad), the largest v so far
 * }</pre>
 *
 * <p>Inputs: p, g, m, v and, with AMSGrad, v̂ of each parameter, all of one floating-point type; then lr, one element of any
 * floating-point type; t, one {@code I64}, already counted for this step. Changed in place: p, m, v, v̂. The moments begin
 * as zeros.
 *
 * <p>NaN and infinities spread as the formula says; where λ = 0 the term λ·p is left out. Tensors may be empty. With
 * t &lt; 1 the result is not a number or meaningless.
 *
 * <p>Each element is rounded at each operation. The bias corrections have a relative error of at most 8u, whatever t
 * is (see the kernel); t is exact to 2²⁴ in single precision, where β₂ᵗ has long vanished for the usual β₂.
 *
 * <p>Source: Kingma and Ba, "Adam: a method for stochastic optimization", ICLR 2015, algorithm 1; Loshchilov and Hutter,
 * "Decoupled weight decay regularization", ICLR 2019, algorithm 2; Reddi, Kale, Kumar, "On the convergence of Adam and
 * beyond", ICLR 2018, algorithm 2.
 *
 * @param count how many parameters
 * @param moments what is kept, and how it decays
 * @param amsgrad whether the largest second moment so far is taken
 */
public record AdamUpdate(int count, Moments moments, boolean amsgrad) implements FusedUpdate {
    private static final String NAME = "adam_update";

    /** @throws IllegalArgumentException if an attribute is out of its range */
    public AdamUpdate {
        FusedUpdate.checkCount(NAME, count);
        moments.check(NAME);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public AdamUpdate of(int sets) {
        return new AdamUpdate(sets, moments, amsgrad);
    }

    @Override
    public List<String> tensors() {
        return amsgrad
                ? List.of("parameter", GRADIENT, "first moment", "second moment", "largest second moment")
                : List.of("parameter", GRADIENT, "first moment", "second moment");
    }

    @Override
    public List<String> numbers() {
        return List.of(RATE, STEP);
    }

    @Override
    public Element formula(double[] numbers) {
        double rate = numbers[0];
        double correction1 = 1 - Math.pow(moments.beta1(), numbers[1]);
        double correction2 = 1 - Math.pow(moments.beta2(), numbers[1]);
        return x -> {
            moments.update(x, rate);
            double v = x[3];
            if (amsgrad) {
                x[4] = Math.max(x[4], v);
                v = x[4];
            }
            double denominator = Math.sqrt(v) / Math.sqrt(correction2) + moments.epsilon();
            x[0] -= rate / correction1 * x[2] / denominator;
        };
    }

    @Override
    public Estimate[] estimate(Estimate[] x, Estimate[] numbers, double u) {
        double t = numbers[1].value();
        Estimate[] updated = moments.estimate(x, numbers[0], u);
        Estimate m = updated[2];
        Estimate v = updated[3];
        Estimate largest = amsgrad ? v.largest(x[4]) : v;
        Estimate denominator = largest.squareRoot()
                .over(Estimate.correction(moments.beta2(), t, u).squareRoot())
                .plus(Estimate.rounded(moments.epsilon(), u));
        Estimate step =
                numbers[0].over(Estimate.correction(moments.beta1(), t, u)).times(m.over(denominator));
        return new Estimate[] {updated[0].minus(step), x[1], m, v, largest};
    }

    @Override
    public void define(KernelFile file) {
        moments.define(file);
        file.define("AMSGRAD", amsgrad);
    }

    @Override
    public void attributes(KernelFile.LaunchBuilder launch, DType dtype) {
        moments.attributes(launch, dtype).real(Math.log(moments.beta1()), dtype);
    }

    @Override
    public int flops() {
        return 14;
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        return UpdateSamples.of(
                        NAME,
                        new AdamUpdate(1, new Moments(0.9, 0.999, 1e-8, 0, false), false),
                        new AdamUpdate(1, new Moments(0.5, 0.75, 1e-3, 0.125, false), false),
                        new AdamUpdate(1, new Moments(0, 0.9, 1e-8, 0.01, true), false),
                        new AdamUpdate(1, new Moments(0.9, 0.99, 1e-8, 0.01, true), true))
                .sample(choice ->
                        UpdateSamples.sample(choice, UpdateSamples.positive("second moment", "largest second moment")));
    }
}
