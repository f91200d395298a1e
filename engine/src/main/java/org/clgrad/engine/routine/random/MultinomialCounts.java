package org.clgrad.engine.routine.random;

import java.util.List;
import java.util.Map;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.Cost;
import org.clgrad.engine.routine.Domain;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.Inputs;
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
 * Weights as integers: cᵣᵢ = ⌈wᵣᵢ·2^(37−e)⌉, e the exponent of the largest weight of row r, and at least 1 where wᵣᵢ &gt; 0.
 * Sums of integers are exact in whatever order, so a choice by them is the same on every device; no probability is changed
 * by more than 2⁻³⁷ of the largest.
 *
 * <p>Inputs: w [b,n], any strides, of a floating-point type, n ≤ 2²⁴; the largest of each row [b,1] of the same type. Output:
 * c, {@code I64} [b,n]. Weights that are not above 0 give 0; so do all of a row whose largest is not finite or not above 0.
 * Weights below the smallest normal number may count as 0. Exact.
 */
public record MultinomialCounts() implements Routine {
    private static final String NAME = "multinomial_counts";

    /** PyTorch's limit as well; so many counts below 2³⁸ have a sum below 2⁶³. */
    private static final long MOST = 1L << 24;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        Inputs.checkCount(NAME, in, 2);
        TensorSpec w = in.get(0);
        if (w.rank() != 2 || !w.dtype().isFloat() || w.size(1) > MOST) {
            throw new MismatchException(
                    NAME, "weights", "a floating-point type and shape [b,n], n at most " + MOST, w.toString());
        }
        TensorSpec largest = TensorSpec.of(w.dtype(), w.size(0), 1);
        if (in.get(1).dtype() != w.dtype() || !in.get(1).shape().equals(largest.shape())) {
            throw new MismatchException(
                    NAME, "largest weights", largest.toString(), in.get(1).toString());
        }
        return List.of(TensorSpec.of(DType.I64, w.shape()));
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        double[] w = args.in(0).doubles();
        double[] largest = args.in(1).doubles();
        int n = (int) args.in(0).spec().size(1);
        long[] counts = new long[w.length];
        exec.each(w.length, at -> {
            int i = (int) at;
            double most = largest[i / n];
            if (w[i] > 0 && most > 0 && most < Double.POSITIVE_INFINITY) {
                double scaled = Math.ceil(Math.scalb(w[i], 37 - exponent(most)));
                counts[i] = Math.max(1, (long) scaled);
            }
        });
        args.out(0).set(counts);
    }

    /** The exponent of the leading bit, of denormals too. */
    private static int exponent(double x) {
        return x < Double.MIN_NORMAL ? Math.getExponent(x * 0x1p64) - 64 : Math.getExponent(x);
    }

    @Override
    public List<Variant> variants() {
        return List.of(new KernelVariant(NAME, MultinomialCounts::plan));
    }

    private static void plan(PlanBuilder plan) {
        TensorSpec w = plan.in(0);
        plan.open(NAME, Map.of("elements", w.elements()))
                .real(w.dtype())
                .launch()
                .buffer(plan.dense(0), w.dtype())
                .buffer(plan.dense(1), w.dtype())
                .buffer(plan.denseOut(0), DType.I64)
                .int64(w.elements())
                .int64(w.size(1))
                .add();
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        return Cost.of(2 * in.get(0).elements(), in, infer(in));
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        MultinomialCounts counts = new MultinomialCounts();
        TensorSpec w = TensorSpec.of(DType.F32, 2, 3);
        return SampleSpace.of(NAME)
                .values("dtype", DType.floats().toArray())
                .sizes("rows", 1, 2, 5, 0)
                .sizes("n", 1, 2, 15, 16, 17, 257)
                .values("weights", new Domain.Uniform(-0.5, 2), new Domain.Uniform(0, 1e-6), new Domain.Ties())
                .values("largest", new Domain.Uniform(1, 2), new Domain.Uniform(-1, 8), new Domain.Uniform(1e5, 1e6))
                .refuses("no rows", counts, List.of(TensorSpec.of(DType.F32, 3), w), "shape [b,n]")
                .refuses("integers", counts, List.of(TensorSpec.of(DType.I64, 2, 3), w), "floating-point")
                .refuses("largest of one row", counts, List.of(w, TensorSpec.of(DType.F32, 1, 1)), "largest weights")
                .sample(choice -> {
                    DType dtype = choice.value("dtype", DType.class);
                    return new Sample(
                            counts,
                            List.of(
                                    TensorSpec.of(dtype, choice.size("rows"), choice.size("n")),
                                    TensorSpec.of(dtype, choice.size("rows"), 1)),
                            List.of(choice.value("weights", Domain.class), choice.value("largest", Domain.class)),
                            Tolerance.exact());
                });
    }
}
