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
import org.clgrad.engine.tensor.TensorSpec;

/**
 * y[i] = x[i], in vectors as wide as the tuning says: the memory that a device moves at best. For copies between any
 * layouts there is {@link org.clgrad.engine.routine.shape.Copy}. Any shape, {@code F32} or {@code F64}, y the same. Every
 * value is kept, empty tensors stay empty.
 */
public record StreamCopy() implements Routine {
    @Override
    public String name() {
        return "stream_copy";
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        return List.of(FmaChain.likeTheOnlyInput(name(), in));
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        args.out(0).set(args.in(0).doubles());
    }

    @Override
    public List<Variant> variants() {
        return List.of(new KernelVariant("stream_copy", StreamCopy::plan));
    }

    private static void plan(PlanBuilder plan) {
        DType dtype = plan.in(0).dtype();
        long n = plan.in(0).elements();
        plan.open("stream_copy", Map.of("n", n))
                .real(dtype)
                .launch()
                .buffer(plan.dense(0), dtype)
                .buffer(plan.denseOut(0), dtype)
                .int64(n)
                .add();
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        return Cost.of(0, in, infer(in));
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        return SampleSpace.of("stream_copy")
                .values("dtype", DType.F32, DType.F64)
                .sizes("n", 1, 0, 3, 4, 5, 255, 257, 5000)
                .refuses(
                        "integers",
                        new StreamCopy(),
                        List.of(TensorSpec.of(DType.I32, 3)),
                        "needs one tensor of F32 or F64")
                .sample(choice -> new Sample(
                        new StreamCopy(),
                        List.of(TensorSpec.of(choice.value("dtype", DType.class), choice.size("n"))),
                        List.of(Domain.standard()),
                        Tolerance.exact()));
    }
}
