package org.clgrad.engine.routine.update;

import java.util.List;
import java.util.Map;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.Cost;
import org.clgrad.engine.routine.Domain;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.KernelVariant;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.Sample;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * One step of Adam or AdamW, in place, in PyTorch's order of operations: with the parameter p, its gradient g, the
 * moments m and v, the learning rate lr, the step number t counted from 1, λ the weight decay,
 *
 * <pre>{@code
 * g ← g + λ·p              (Adam)       p ← p·(1 − lr·λ)      (AdamW: decoupled)
 * m ← β₁·m + (1 − β₁)·g
 * v ← β₂·v + (1 − β₂)·g²
 * p ← p − lr/(1 − β₁ᵗ) · m / (√v/√(1 − β₂ᵗ) + ε)
 * }</pre>
 *
 * <p>Inputs: p, g, m, v of one shape and one floating-point type; lr, one element of any floating-point type; t, one
 * {@code I64}, already counted for this step. Changed in place: p, m, v. The moments begin as zeros.
 *
 * <p>NaN and infinities spread as the formula says; where λ = 0 the term λ·p is left out. Tensors may be empty. With
 * t &lt; 1 the result is not a number or meaningless.
 *
 * <p>Each element is rounded at each operation. The bias corrections have a relative error of at most 8u, whatever t
 * is (see the kernel); t is exact to 2²⁴ in single precision, where β₂ᵗ has long vanished for the usual β₂.
 *
 * <p>Source: Kingma and Ba, "Adam: a method for stochastic optimization", ICLR 2015, algorithm 1; Loshchilov and Hutter,
 * "Decoupled weight decay regularization", ICLR 2019, algorithm 2.
 *
 * @param beta1 β₁ in [0, 1)
 * @param beta2 β₂ in [0, 1)
 * @param epsilon ε ≥ 0
 * @param weightDecay λ ≥ 0
 * @param decoupled whether the decay acts on the parameter itself (AdamW) and not through the gradient
 */
public record AdamUpdate(double beta1, double beta2, double epsilon, double weightDecay, boolean decoupled)
        implements Routine {
    private static final String NAME = "adam_update";

    /** @throws IllegalArgumentException if an attribute is out of its range */
    public AdamUpdate {
        Operands.fraction(NAME, "beta1", beta1);
        Operands.fraction(NAME, "beta2", beta2);
        Operands.notNegative(NAME, "epsilon", epsilon);
        Operands.notNegative(NAME, "weight decay", weightDecay);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        Operands.count(NAME, in, 6);
        TensorSpec parameter = in.get(0);
        Operands.floating(NAME, "parameter", parameter);
        Operands.like(NAME, "gradient", parameter, in.get(1));
        Operands.like(NAME, "first moment", parameter, in.get(2));
        Operands.like(NAME, "second moment", parameter, in.get(3));
        Operands.floating(NAME, "learning rate", in.get(4));
        Operands.scalar(NAME, "learning rate", in.get(4));
        Operands.counter(NAME, "step", in.get(5));
        return List.of(parameter, in.get(2), in.get(3));
    }

    @Override
    public List<Integer> inPlace() {
        return List.of(0, 2, 3);
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        double[] p = args.in(0).doubles();
        double[] g = args.in(1).doubles();
        double[] m = args.in(2).doubles();
        double[] v = args.in(3).doubles();
        double rate = args.in(4).doubles()[0];
        double t = args.in(5).doubles()[0];
        double correction1 = 1 - Math.pow(beta1, t);
        double correction2 = 1 - Math.pow(beta2, t);
        exec.each(p.length, at -> {
            int i = (int) at;
            double gradient = g[i];
            if (weightDecay != 0 && decoupled) {
                p[i] *= 1 - rate * weightDecay;
            } else if (weightDecay != 0) {
                gradient += weightDecay * p[i];
            }
            m[i] = beta1 * m[i] + (1 - beta1) * gradient;
            v[i] = beta2 * v[i] + (1 - beta2) * gradient * gradient;
            double denominator = Math.sqrt(v[i]) / Math.sqrt(correction2) + epsilon;
            p[i] -= rate / correction1 * m[i] / denominator;
        });
        args.out(0).set(p);
        args.out(1).set(m);
        args.out(2).set(v);
    }

    @Override
    public List<Variant> variants() {
        return List.of(new KernelVariant(NAME, this::plan));
    }

    private void plan(PlanBuilder plan) {
        DType dtype = plan.in(0).dtype();
        long n = plan.in(0).elements();
        plan.open(NAME, Map.of("n", n))
                .real(dtype)
                .type("T1", plan.in(4).dtype())
                .define("DECAY", weightDecay == 0 ? 0 : decoupled ? 2 : 1)
                .launch()
                .buffer(plan.dense(0), dtype)
                .buffer(plan.dense(1), dtype)
                .buffer(plan.dense(2), dtype)
                .buffer(plan.dense(3), dtype)
                .in(4)
                .in(5)
                .buffer(plan.denseOut(0), dtype)
                .buffer(plan.denseOut(1), dtype)
                .buffer(plan.denseOut(2), dtype)
                .int64(n)
                .real(beta1, dtype)
                .real(1 - beta1, dtype)
                .real(Math.log(beta1), dtype)
                .real(beta2, dtype)
                .real(1 - beta2, dtype)
                .real(Math.log(beta2), dtype)
                .real(epsilon, dtype)
                .real(weightDecay, dtype)
                .add();
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        return Cost.of(14 * in.get(0).elements(), in, infer(in));
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        AdamUpdate adam = new AdamUpdate(0.9, 0.999, 1e-8, 0, false);
        TensorSpec p = TensorSpec.of(DType.F32, 3, 5);
        TensorSpec rate = TensorSpec.of(DType.F32);
        TensorSpec step = TensorSpec.of(DType.I64);
        return SampleSpace.of(NAME)
                .values("dtype", DType.floats().toArray())
                .values("rate", DType.floats().toArray())
                .values(
                        "attributes",
                        adam,
                        new AdamUpdate(0.5, 0.75, 1e-3, 0.125, false),
                        new AdamUpdate(0, 0.9, 1e-8, 0.01, true))
                .sizes("n", 1, 7, 8, 9, 0, 255, 256, 257, 513, 1031)
                .refuses(
                        "moment of another type",
                        adam,
                        List.of(p, p, p, TensorSpec.of(DType.F64, 3, 5), rate, step),
                        "second moment needs f32[3,5]")
                .refuses("integer parameter", adam, List.of(step, step, step, step, rate, step), "floating-point")
                .refuses("step not a counter", adam, List.of(p, p, p, p, rate, rate), "step needs type i64")
                .refuses("no step", adam, List.of(p, p, p, p, rate), "needs 6 tensors")
                .sample(choice -> {
                    TensorSpec tensor = TensorSpec.of(choice.value("dtype", DType.class), choice.size("n"));
                    AdamUpdate routine = choice.value("attributes", AdamUpdate.class);
                    return new Sample(
                            routine,
                            List.of(
                                    tensor,
                                    tensor,
                                    tensor,
                                    tensor,
                                    TensorSpec.of(choice.value("rate", DType.class)),
                                    step),
                            List.of(
                                    Domain.standard(),
                                    Domain.standard(),
                                    Domain.standard(),
                                    Domain.positive(),
                                    new Domain.Uniform(0, 0.5),
                                    new Domain.Integers(1, 3000)),
                            routine::bounds);
                });
    }

    /**
     * Let G = |g| + λ|p| (coupled), M = β₁|m| + (1 − β₁)G, V = β₂v + (1 − β₂)G², each a sum of magnitudes.
     *
     * <p>g carries 3u·G (λ rounded, an fma). m: its attributes are rounded, a product and an fma: ≤ 3 + 3 = 6u·M. v: the
     * same with G twice: ≤ 2·3 + 4 = 10u·V. √v: half of 10u·V/v, and 3 ulp = 6u; √(1 − β₂ᵗ): 8/2 + 6 = 10u; the quotient
     * 5u; the sum with ε 1u and ε's own rounding: the denominator has ≤ (5V/v + 22)u, relative. The step size: lr's
     * rounding 1u, 8u, the quotient 5u; m/denominator 5u. So |error of p| ≤ u|p| + 2u|p| + u|p|, the last one the reference's on storing, + (lr/(1 − β₁ᵗ)/denominator)·
     * (6M + (5V/v + 41)·|m|)·u, where the decoupled decay has at most
     * 2u|p| of it; m and v have one rounding more, the reference's. What may be flushed is below the smallest normal float.
     */
    private double[] bounds(int output, DType dtype, List<HostArray> in, double[] expected) {
        double[] p = in.get(0).doubles();
        double[] g = in.get(1).doubles();
        double[] m = in.get(2).doubles();
        double[] v = in.get(3).doubles();
        double rate = in.get(4).doubles()[0];
        double t = in.get(5).doubles()[0];
        double u = Operands.roundoff(dtype);
        double[] bounds = new double[p.length];
        for (int i = 0; i < bounds.length; i++) {
            double gradient = g[i] + (decoupled ? 0 : weightDecay * p[i]);
            double gradients = Math.abs(g[i]) + (decoupled ? 0 : weightDecay * Math.abs(p[i]));
            double moments = beta1 * Math.abs(m[i]) + (1 - beta1) * gradients;
            double moment = Math.abs(beta1 * m[i] + (1 - beta1) * gradient);
            double squares = beta2 * v[i] + (1 - beta2) * gradients * gradients;
            double square = beta2 * v[i] + (1 - beta2) * gradient * gradient;
            double factor =
                    rate / (1 - Math.pow(beta1, t)) / (Math.sqrt(square) / Math.sqrt(1 - Math.pow(beta2, t)) + epsilon);
            double step = factor * (6 * moments + (5 * squares / square + 41) * moment);
            bounds[i] = switch (output) {
                case 0 -> u * (5 * Math.abs(p[i]) + step);
                case 1 -> u * 7 * moments;
                default -> u * 11 * squares;
            };
            bounds[i] += Float.MIN_NORMAL;
        }
        return bounds;
    }
}
