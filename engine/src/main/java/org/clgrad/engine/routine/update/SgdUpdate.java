package org.clgrad.engine.routine.update;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.Cost;
import org.clgrad.engine.routine.Domain;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.KernelFile;
import org.clgrad.engine.routine.KernelVariant;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.Sample;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.TensorSpec;

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
 * <p>Inputs: p, g, lr and, where μ ≠ 0, b; p, g, b of one shape and one floating-point type, lr one element of any
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
 * @param momentum μ in [0, 1)
 * @param dampening τ
 * @param nesterov whether to look ahead along the velocity; asks for μ ≠ 0 and τ = 0
 * @param weightDecay λ ≥ 0
 */
public record SgdUpdate(double momentum, double dampening, boolean nesterov, double weightDecay) implements Routine {
    private static final String NAME = "sgd_update";

    /** @throws IllegalArgumentException if an attribute is out of its range */
    public SgdUpdate {
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

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        Operands.count(NAME, in, hasVelocity() ? 4 : 3);
        TensorSpec parameter = in.get(0);
        Operands.floating(NAME, "parameter", parameter);
        Operands.like(NAME, "gradient", parameter, in.get(1));
        Operands.floating(NAME, "learning rate", in.get(2));
        Operands.scalar(NAME, "learning rate", in.get(2));
        if (!hasVelocity()) {
            return List.of(parameter);
        }
        Operands.like(NAME, "velocity", parameter, in.get(3));
        return List.of(parameter, in.get(3));
    }

    @Override
    public List<Integer> inPlace() {
        return hasVelocity() ? List.of(0, 3) : List.of(0);
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        double[] p = args.in(0).doubles();
        double[] g = args.in(1).doubles();
        double rate = args.in(2).doubles()[0];
        double[] b = hasVelocity() ? args.in(3).doubles() : new double[0];
        exec.each(p.length, at -> {
            int i = (int) at;
            double d = weightDecay == 0 ? g[i] : g[i] + weightDecay * p[i];
            if (hasVelocity()) {
                b[i] = momentum * b[i] + (1 - dampening) * d;
                d = nesterov ? d + momentum * b[i] : b[i];
            }
            p[i] -= rate * d;
        });
        args.out(0).set(p);
        if (hasVelocity()) {
            args.out(1).set(b);
        }
    }

    @Override
    public List<Variant> variants() {
        return List.of(new KernelVariant(NAME, this::plan));
    }

    private void plan(PlanBuilder plan) {
        DType dtype = plan.in(0).dtype();
        long n = plan.in(0).elements();
        KernelFile file = plan.open(NAME, Map.of("n", n))
                .real(dtype)
                .type("T1", plan.in(2).dtype())
                .define("MOMENTUM", hasVelocity())
                .define("NESTEROV", nesterov)
                .define("DECAY", weightDecay != 0);
        KernelFile.LaunchBuilder launch = file.launch()
                .buffer(plan.dense(0), dtype)
                .buffer(plan.dense(1), dtype)
                .in(2)
                .buffer(plan.denseOut(0), dtype);
        if (hasVelocity()) {
            launch.buffer(plan.dense(3), dtype).buffer(plan.denseOut(1), dtype);
        }
        launch.int64(n)
                .real(momentum, dtype)
                .real(1 - dampening, dtype)
                .real(weightDecay, dtype)
                .add();
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        return Cost.of((hasVelocity() ? 7 : 4) * in.get(0).elements(), in, infer(in));
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        TensorSpec p = TensorSpec.of(DType.F32, 3, 5);
        TensorSpec rate = TensorSpec.of(DType.F32);
        return SampleSpace.of(NAME)
                .values("dtype", DType.floats().toArray())
                .values("rate", DType.floats().toArray())
                .values(
                        "attributes",
                        new SgdUpdate(0, 0, false, 0),
                        new SgdUpdate(0.9, 0, false, 0),
                        new SgdUpdate(0.9, 0, true, 0),
                        new SgdUpdate(0.5, 0.25, false, 0.01))
                .sizes("n", 1, 7, 8, 9, 0, 255, 256, 257, 513, 1031)
                .refuses(
                        "gradient of another shape",
                        new SgdUpdate(0, 0, false, 0),
                        List.of(p, TensorSpec.of(DType.F32, 5, 3), rate),
                        "gradient needs f32[3,5]")
                .refuses("no velocity", new SgdUpdate(0.9, 0, false, 0), List.of(p, p, rate), "needs 4 tensors")
                .refuses(
                        "many learning rates",
                        new SgdUpdate(0, 0, false, 0),
                        List.of(p, p, TensorSpec.of(DType.F32, 2)),
                        "learning rate needs one element")
                .sample(choice -> {
                    SgdUpdate routine = choice.value("attributes", SgdUpdate.class);
                    TensorSpec tensor = TensorSpec.of(choice.value("dtype", DType.class), choice.size("n"));
                    List<TensorSpec> in =
                            new ArrayList<>(List.of(tensor, tensor, TensorSpec.of(choice.value("rate", DType.class))));
                    List<Domain> domains =
                            new ArrayList<>(List.of(Domain.standard(), Domain.standard(), new Domain.Uniform(0, 0.5)));
                    if (routine.hasVelocity()) {
                        in.add(tensor);
                        domains.add(Domain.standard());
                    }
                    return new Sample(routine, in, domains, routine::bounds);
                });
    }

    /**
     * Let D = |g| + λ|p|, B = μ|b| + |1 − τ|·D, S = D + μB, D or B by the kind of step. Attributes and lr are rounded to
     * the type (u each, relative); d has at most 2 roundings more, b 4 (two terms, each a rounded attribute, one product
     * rounded alone), step 6, and lr·step with the last subtraction at most 8 in all; the reference has one more on storing:
     * |error| ≤ 9u(|p| + lr·S) and, for b, less than 9u·B. What may be flushed to zero is below the smallest normal float.
     */
    private double[] bounds(int output, DType dtype, List<HostArray> in, double[] expected) {
        double[] p = in.get(0).doubles();
        double[] g = in.get(1).doubles();
        double rate = in.get(2).doubles()[0];
        double[] b = hasVelocity() ? in.get(3).doubles() : new double[p.length];
        double[] bounds = new double[p.length];
        for (int i = 0; i < bounds.length; i++) {
            double d = Math.abs(g[i]) + weightDecay * Math.abs(p[i]);
            double velocity = momentum * Math.abs(b[i]) + Math.abs(1 - dampening) * d;
            double step = nesterov ? d + momentum * velocity : hasVelocity() ? velocity : d;
            double terms = output == 1 ? velocity : Math.abs(p[i]) + Math.abs(rate) * step;
            bounds[i] = 9 * Operands.roundoff(dtype) * terms + Float.MIN_NORMAL;
        }
        return bounds;
    }
}
