package org.clgrad.engine.routine.bench;

import java.util.List;
import java.util.Map;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.Cost;
import org.clgrad.engine.routine.Domain;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.KernelVariant;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.Sample;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.routine.Tolerance;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * y[i] = x[i], and then {@code steps} times y[i] ← fma(y[i], 1, 1): as much arithmetic as is wanted for little memory. A
 * kernel gets the two ones as arguments, so that no compiler leaves a step out. Any shape, {@code F32} or {@code F64}, y
 * the same. NaN and infinities stay what they are; empty tensors stay empty. Exact as long as all values are whole
 * numbers below 2²⁴; else one rounding a step, {@code steps}·u·max|y|.
 *
 * @param steps how many
 */
public record FmaChain(int steps) implements Routine {
    private static final double FACTOR = 1;
    private static final double ADDEND = 1;

    /** @throws IllegalArgumentException if there are fewer than none */
    public FmaChain {
        if (steps < 0) {
            throw new IllegalArgumentException("fma_chain: " + steps + " steps");
        }
    }

    @Override
    public String name() {
        return "fma_chain";
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        return List.of(likeTheOnlyInput(name(), in));
    }

    /** A dense tensor like the input, of which there must be one, of a floating-point type. */
    static TensorSpec likeTheOnlyInput(String operation, List<TensorSpec> in) {
        if (in.size() != 1 || !in.get(0).dtype().isFloat() || in.get(0).dtype().isNarrow()) {
            throw new MismatchException(operation, "inputs", "one tensor of F32 or F64", in.toString());
        }
        return TensorSpec.of(in.get(0).dtype(), in.get(0).shape());
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        double[] y = args.in(0).doubles();
        exec.each(y.length, i -> {
            for (int step = 0; step < steps; step++) {
                y[(int) i] = y[(int) i] * FACTOR + ADDEND;
            }
        });
        args.out(0).set(y);
    }

    @Override
    public List<Variant> variants() {
        return List.of(new KernelVariant("fma_chain", this::plan));
    }

    private void plan(PlanBuilder plan) {
        DType dtype = plan.in(0).dtype();
        long n = plan.in(0).elements();
        plan.open("fma_chain", Map.of("n", n))
                .real(dtype)
                .launch()
                .buffer(plan.dense(0), dtype)
                .buffer(plan.denseOut(0), dtype)
                .int64(n)
                .int32(steps)
                .real(FACTOR, dtype)
                .real(ADDEND, dtype)
                .add();
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        return Cost.of(2L * steps * in.get(0).elements(), in, infer(in));
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        return SampleSpace.of("fma_chain")
                .values("dtype", DType.F32, DType.F64)
                .sizes("n", 1, 0, 31, 32, 33, 127, 129, 1000)
                .sizes("steps", 1, 0, 7, 64)
                .refuses(
                        "integers",
                        new FmaChain(1),
                        List.of(TensorSpec.of(DType.I32, 3)),
                        "needs one tensor of F32 or F64")
                .sample(choice -> new Sample(
                        new FmaChain(choice.count("steps")),
                        List.of(TensorSpec.of(choice.value("dtype", DType.class), choice.size("n"))),
                        List.of(new Domain.Integers(-256, 256)),
                        Tolerance.sameNumber()));
    }
}
