package org.clgrad.engine.routine.update;

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
import org.clgrad.engine.tensor.TensorSpec;

/**
 * x ← x + 1, in place, for counters that live on the device: steps, random numbers drawn. Input: one {@code I64}, of any
 * rank. Wraps around after 2⁶³ − 1.
 */
public record Increment() implements Routine {
    private static final String NAME = "increment";
    private static final List<Variant> VARIANTS = List.of(new KernelVariant(NAME, Increment::plan));

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        Operands.count(NAME, in, 1);
        Operands.counter(NAME, "counter", in.get(0));
        return List.of(in.get(0));
    }

    @Override
    public List<Integer> inPlace() {
        return List.of(0);
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        args.out(0).set(new long[] {args.in(0).longs()[0] + 1});
    }

    @Override
    public List<Variant> variants() {
        return VARIANTS;
    }

    private static void plan(PlanBuilder plan) {
        plan.open(NAME, Map.of()).real(DType.I64).launch().in(0).out(0).add();
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        return Cost.of(0, in, infer(in));
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        return SampleSpace.of(NAME)
                .values("low", 0L, -1L, Integer.MAX_VALUE - 1L, Long.MAX_VALUE - 1)
                .refuses("two counters", new Increment(), List.of(TensorSpec.of(DType.I64, 2)), "one element")
                .refuses("another type", new Increment(), List.of(TensorSpec.of(DType.I32)), "type i64")
                .sample(choice -> new Sample(
                        new Increment(),
                        List.of(TensorSpec.of(DType.I64)),
                        List.of(new Domain.Integers(choice.size("low"), choice.size("low") + 1)),
                        Tolerance.exact()));
    }
}
