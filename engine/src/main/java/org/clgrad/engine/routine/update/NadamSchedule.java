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
 * What a step of NAdam begins with, in place: t ← t + 1; Π ← Π·β₁·(1 − ½·0.96^(t·ψ)), with the new t.
 *
 * <p>Inputs: t, one {@code I64}, 0 before the first step; Π, one element of a floating-point type, 1 before the first step.
 * Π goes to 0, where it has no effect any more. t wraps around after 2⁶³ − 1.
 *
 * <p>Source: Dozat, "Incorporating Nesterov momentum into Adam", ICLR workshop 2016; the form of {@code torch.optim.NAdam}.
 *
 * @param beta1 β₁ in [0, 1)
 * @param momentumDecay ψ ≥ 0
 */
public record NadamSchedule(double beta1, double momentumDecay) implements Routine {
    static final String PRODUCT = "product of momenta";

    private static final String NAME = "nadam_schedule";

    /** @throws IllegalArgumentException if an attribute is out of its range */
    public NadamSchedule {
        Operands.fraction(NAME, "beta1", beta1);
        Operands.notNegative(NAME, "momentum decay", momentumDecay);
    }

    /** What t is multiplied with to get the exponent of μₜ. */
    static double logarithm(double momentumDecay) {
        return momentumDecay * Math.log(0.96);
    }

    /** μₜ as kernels have it. */
    static Estimate momentum(double beta1, double momentumDecay, double t, double u) {
        Estimate power = Estimate.exact(t, u)
                .times(Estimate.rounded(logarithm(momentumDecay), u))
                .exponential();
        Estimate rest = Estimate.exact(1, u).minus(Estimate.exact(0.5, u).times(power));
        return Estimate.rounded(beta1, u).times(rest);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        Operands.count(NAME, in, 2);
        Operands.counter(NAME, FusedUpdate.STEP, in.get(0));
        Operands.floating(NAME, PRODUCT, in.get(1));
        Operands.scalar(NAME, PRODUCT, in.get(1));
        return List.of(in.get(0), in.get(1));
    }

    @Override
    public List<Integer> inPlace() {
        return List.of(0, 1);
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        long t = args.in(0).longs()[0] + 1;
        double product = args.in(1).doubles()[0] * beta1 * (1 - 0.5 * Math.pow(0.96, t * momentumDecay));
        args.out(0).set(new long[] {t});
        args.out(1).set(new double[] {product});
    }

    @Override
    public List<Variant> variants() {
        return List.of(new KernelVariant(NAME, this::plan));
    }

    private void plan(PlanBuilder plan) {
        DType dtype = plan.out(1).dtype();
        plan.open(NAME, Map.of())
                .real(dtype)
                .launch()
                .out(0)
                .out(1)
                .real(beta1, dtype)
                .real(logarithm(momentumDecay), dtype)
                .add();
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        return Cost.of(5, in, infer(in));
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        TensorSpec step = TensorSpec.of(DType.I64);
        TensorSpec product = TensorSpec.of(DType.F32);
        NadamSchedule usual = new NadamSchedule(0.9, 4e-3);
        return SampleSpace.of(NAME)
                .values("dtype", DType.F32, DType.F64)
                .values("attributes", usual, new NadamSchedule(0.5, 0.1), new NadamSchedule(0.99, 0))
                .refuses("two steps", usual, List.of(TensorSpec.of(DType.I64, 2), product), "one element")
                .refuses("a step that is none", usual, List.of(product, product), "step needs type i64")
                .refuses("an integer product", usual, List.of(step, step), "floating-point")
                .sample(choice -> {
                    NadamSchedule routine = choice.value("attributes", NadamSchedule.class);
                    return new Sample(
                            routine,
                            List.of(step, TensorSpec.of(choice.value("dtype", DType.class))),
                            List.of(new Domain.Integers(0, 3000), new Domain.Uniform(0, 1)),
                            routine::bounds);
                });
    }

    private double[] bounds(int output, DType dtype, List<HostArray> in, double[] expected) {
        if (output == 0) {
            return new double[1];
        }
        double u = dtype.unitRoundoff();
        Estimate product = Estimate.exact(in.get(1).doubles()[0], u)
                .times(momentum(beta1, momentumDecay, in.get(0).doubles()[0] + 1, u));
        return new double[] {(dtype == DType.F64 ? 2 : 1) * product.error() + u * Math.abs(expected[0])};
    }
}
