package org.clgrad.engine.routine.shape;

import java.util.List;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.Cost;
import org.clgrad.engine.routine.Domain;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.KernelVariant;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.Sample;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.routine.Slot;
import org.clgrad.engine.routine.StridedCopy;
import org.clgrad.engine.routine.Tolerance;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * y[i] = x[i]: the same elements in another layout, dense unless the output is given. Any element type; bits are kept,
 * those of NaN too.
 */
public record Copy() implements Routine {
    private static final List<Variant> VARIANTS = List.of(
            variant("copy_strided", StridedCopy::strided),
            variant("copy_blocked", StridedCopy::blocked),
            variant("copy_tiled", StridedCopy::tiled));

    private interface Planner {
        void add(PlanBuilder plan, Slot from, TensorSpec source, Slot to, TensorSpec target);
    }

    private static Variant variant(String name, Planner planner) {
        return new KernelVariant(
                name, plan -> planner.add(plan, new Slot.In(0), plan.in(0), new Slot.Out(0), plan.out(0)));
    }

    @Override
    public String name() {
        return "copy";
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        return List.of(TensorSpec.of(in.get(0).dtype(), in.get(0).shape()));
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        if (args.in(0).spec().dtype().isFloat()) {
            args.out(0).set(args.in(0).doubles());
        } else {
            args.out(0).set(args.in(0).longs());
        }
    }

    @Override
    public List<Variant> variants() {
        return VARIANTS;
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        return Cost.of(0, in, infer(in));
    }

    /** What it is tried on; layouts are varied by the tester. */
    public static SampleSpace samples() {
        return SampleSpace.of("copy")
                .values("dtype", (Object[]) DType.values())
                .values(
                        "shape",
                        Shape.of(1),
                        Shape.scalar(),
                        Shape.of(0, 3),
                        Shape.of(7),
                        Shape.of(65),
                        Shape.of(3, 5),
                        Shape.of(2, 1, 17),
                        Shape.of(33, 31),
                        Shape.of(2, 3, 4, 5),
                        Shape.of(2, 8, 65),
                        Shape.of(65, 67),
                        Shape.of(2, 2, 2, 2, 2, 2, 2, 2))
                .sample(choice -> {
                    DType dtype = choice.value("dtype", DType.class);
                    return new Sample(
                            new Copy(),
                            List.of(TensorSpec.of(dtype, choice.value("shape", Shape.class))),
                            List.of(dtype.isFloat() ? new Domain.Special() : new Domain.Integers(0, 2)),
                            Tolerance.exact());
                });
    }
}
