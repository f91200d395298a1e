package org.clgrad.engine.routine.reduce;

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
import org.clgrad.engine.routine.Slot;
import org.clgrad.engine.routine.Tolerance;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * y = the index along an axis at which x is largest, or smallest; I64.
 *
 * <p>Shapes: the axis goes away, or stays with size 1. The first of equals; NaN beats everything, the first of NaNs. An
 * axis of size 0 is an error. Exact.
 *
 * @param smallest whether the smallest is looked for
 * @param axis which axis, from 0
 * @param keepDim whether it stays with size 1
 */
public record ArgReduce(boolean smallest, int axis, boolean keepDim) implements Routine {
    /** A slice below this is not worth a work-group; see {@link ReducePlans}. */
    private static final long LEAST_PER_SLICE = 16_384;

    @Override
    public String name() {
        return smallest ? "argmin" : "argmax";
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        TensorSpec x = in.get(0);
        if (axis < 0 || axis >= x.rank() || x.size(axis) == 0) {
            throw new MismatchException(name(), "axis " + axis, "an axis with elements", x.toString());
        }
        Shape shape = keepDim ? x.shape().with(axis, 1) : x.shape().without(axis);
        return List.of(TensorSpec.of(DType.I64, shape));
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        Shape shape = args.in(0).shape();
        int n = (int) shape.size(axis);
        int inner = 1;
        for (int i = axis + 1; i < shape.rank(); i++) {
            inner *= (int) shape.size(i);
        }
        int stride = inner;
        long[] y = new long[args.out(0).size()];
        Beats beats = beats(args.in(0));
        exec.each(y.length, o -> {
            int first = (int) (o / stride) * n * stride + (int) (o % stride);
            for (int k = 1; k < n; k++) {
                if (beats.test(first + k * stride, first + (int) y[(int) o] * stride)) {
                    y[(int) o] = k;
                }
            }
        });
        args.out(0).set(y);
    }

    /** Whether the element at one place replaces the one at another, which came before it. */
    @FunctionalInterface
    private interface Beats {
        boolean test(int place, int best);
    }

    private Beats beats(HostArray in) {
        if (!in.spec().dtype().isFloat()) {
            long[] x = in.longs();
            return (place, best) -> smallest ? x[place] < x[best] : x[place] > x[best];
        }
        double[] x = in.doubles();
        return (place, best) -> !Double.isNaN(x[best])
                && (Double.isNaN(x[place]) || (smallest ? x[place] < x[best] : x[place] > x[best]));
    }

    @Override
    public List<Variant> variants() {
        return List.of(new KernelVariant("arg_reduce_tree", this::plan));
    }

    private void plan(PlanBuilder plan) {
        Axes axes = Axes.of(plan, List.of(axis));
        long n = axes.elements();
        long wanted = Math.max(1, 8L * plan.capabilities().computeUnits() / Math.max(1, axes.outputs()));
        long slices = Math.max(1, Math.min(wanted, n / LEAST_PER_SLICE));
        DType x = plan.in(0).dtype();
        KernelFile file = plan.open("arg_reduce_tree", Map.of("outputs", axes.outputs(), "slices", slices))
                .real(x)
                .define("SMALLEST", smallest);
        Slot y = plan.denseOut(0);
        Slot first = slices > 1 ? plan.work(slices * axes.outputs() * DType.I64.sizeBytes()) : y;
        file.launch()
                .buffer(axes.slot(), x)
                .buffer(first, DType.I64)
                .int64(axes.outputs())
                .int64(axes.o2())
                .int64(axes.os1())
                .int64(axes.os2())
                .int64(n)
                .int64(axes.rs2())
                .int64((n + slices - 1) / slices)
                .add();
        if (slices > 1) {
            file.launch("arg_reduce_tree_combine")
                    .buffer(axes.slot(), x)
                    .buffer(first, DType.I64)
                    .buffer(y, DType.I64)
                    .int64(axes.outputs())
                    .int64(axes.o2())
                    .int64(axes.os1())
                    .int64(axes.os2())
                    .int64(axes.rs2())
                    .int64(slices)
                    .add();
        }
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        return Cost.of(in.get(0).elements(), in, infer(in));
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        return SampleSpace.of("arg_reduce")
                .flag("smallest")
                .values("dtype", DType.F32, DType.F64, DType.F16, DType.BF16, DType.I32, DType.I64, DType.U8)
                .values(
                        "shape",
                        Shape.of(1),
                        Shape.of(63),
                        Shape.of(64, 10),
                        Shape.of(3, 65, 2),
                        Shape.of(2, 129),
                        Shape.of(70_000))
                .values("axis", 0, 1, 2)
                .values("values", new Domain.Ties(), Domain.standard(), new Domain.Special())
                .flag("keepDim")
                .where(c -> c.value("axis", Integer.class)
                        < c.value("shape", Shape.class).rank())
                .refuses(
                        "an axis beyond the rank",
                        new ArgReduce(false, 1, false),
                        List.of(TensorSpec.of(DType.F32, 3)),
                        "argmax: axis 1 needs an axis with elements")
                .refuses(
                        "an axis of nothing",
                        new ArgReduce(true, 0, false),
                        List.of(TensorSpec.of(DType.F32, 0, 2)),
                        "argmin: axis 0 needs an axis with elements")
                .sample(c -> {
                    DType dtype = c.value("dtype", DType.class);
                    return new Sample(
                            new ArgReduce(c.flag("smallest"), c.value("axis", Integer.class), c.flag("keepDim")),
                            List.of(TensorSpec.of(dtype, c.value("shape", Shape.class))),
                            List.of(dtype.isFloat() ? c.value("values", Domain.class) : new Domain.Integers(0, 5)),
                            Tolerance.exact());
                });
    }
}
