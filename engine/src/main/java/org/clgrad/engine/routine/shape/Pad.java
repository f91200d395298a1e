package org.clgrad.engine.routine.shape;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.Cost;
import org.clgrad.engine.routine.Domain;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.KernelFile;
import org.clgrad.engine.routine.KernelVariant;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.Sample;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.routine.Tolerance;
import org.clgrad.engine.routine.UnfitException;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * y[i₀, …] = x[i₀ − before₀, …] where that is an element of x, else a value: x with so many elements before and after it
 * along each axis.
 *
 * <p>Input x of any element type and any strides that merge into at most eight axes. Output: each axis as long as x's and
 * what is put around. Bits are kept, those of NaN too; x may be empty.
 *
 * @param before elements before x along each axis
 * @param after elements after x along each axis
 * @param value what they are, a value of x's element type; rounded to the nearest float
 */
public record Pad(List<Long> before, List<Long> after, double value) implements Routine {
    private static final String NAME = "pad";

    /** The axes that kernels take. */
    private static final int MAX_RANK = 8;

    /** @throws IllegalArgumentException if the lists differ in length, or a number is negative */
    public Pad {
        before = List.copyOf(before);
        after = List.copyOf(after);
        boolean negative =
                before.stream().anyMatch(n -> n < 0) || after.stream().anyMatch(n -> n < 0);
        if (before.size() != after.size() || negative) {
            throw new IllegalArgumentException(
                    "pad: numbers of at least 0 for the same axes, got " + before + " before and " + after + " after");
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        if (in.size() != 1) {
            throw new MismatchException(NAME, "the list of inputs", "one tensor", in.toString());
        }
        TensorSpec x = in.get(0);
        if (x.rank() != before.size()) {
            throw new MismatchException(NAME, "input", before.size() + " axes", x.toString());
        }
        if (!Fill.isValueOf(x.dtype(), value)) {
            throw new MismatchException(NAME, "value", "a value of " + x.dtype(), Double.toString(value));
        }
        return List.of(TensorSpec.of(x.dtype(), output(x.shape())));
    }

    private Shape output(Shape x) {
        return Shape.of(IntStream.range(0, x.rank())
                .mapToLong(axis -> Math.addExact(Math.addExact(before.get(axis), x.size(axis)), after.get(axis)))
                .toArray());
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        Shape in = args.in(0).shape();
        Shape out = args.out(0).shape();
        int[] from = new int[args.out(0).size()];
        exec.each(from.length, i -> from[(int) i] = source(in, out, i));
        if (args.in(0).spec().dtype().isFloat()) {
            double[] x = args.in(0).doubles();
            args.out(0)
                    .set(IntStream.of(from)
                            .mapToDouble(k -> k < 0 ? value : x[k])
                            .toArray());
        } else {
            long[] x = args.in(0).longs();
            args.out(0)
                    .set(IntStream.of(from)
                            .mapToLong(k -> k < 0 ? (long) value : x[k])
                            .toArray());
        }
    }

    /** Which element of x the i-th of y is, or −1. */
    private int source(Shape in, Shape out, long i) {
        long rest = i;
        long source = 0;
        long stride = 1;
        for (int axis = in.rank() - 1; axis >= 0; axis--) {
            long place = rest % out.size(axis) - before.get(axis);
            if (place < 0 || place >= in.size(axis)) {
                return -1;
            }
            source += place * stride;
            stride *= in.size(axis);
            rest /= out.size(axis);
        }
        return (int) source;
    }

    @Override
    public List<Variant> variants() {
        return List.of(
                new KernelVariant("pad_rows", plan -> launch(plan, "pad_rows")),
                new KernelVariant("pad_items", plan -> launch(plan, "pad_items")));
    }

    /** An axis of x as the kernels see it. */
    private record Axis(long in, long stride, long before, long after) {
        long out() {
            return before + in + after;
        }

        boolean isWhole() {
            return before == 0 && after == 0;
        }

        /** This axis and the next inner one as one, if that one is not padded and x is dense across them. */
        boolean joins(Axis inner) {
            return inner.isWhole() && stride == inner.stride * inner.in;
        }

        Axis join(Axis inner) {
            return new Axis(in * inner.in, inner.stride, before * inner.in, after * inner.in);
        }
    }

    private List<Axis> axes(TensorSpec x) {
        List<Axis> axes = new ArrayList<>();
        for (int i = 0; i < x.rank(); i++) {
            Axis axis = new Axis(x.size(i), x.stride(i), before.get(i), after.get(i));
            int last = axes.size() - 1;
            if (last >= 0 && axes.get(last).joins(axis)) {
                axes.set(last, axes.get(last).join(axis));
            } else if (axis.in != 1 || !axis.isWhole()) {
                axes.add(axis);
            }
        }
        if (axes.size() > MAX_RANK) {
            throw new UnfitException("pad: " + axes.size() + " axes that do not merge, at most " + MAX_RANK);
        }
        while (axes.size() < MAX_RANK) {
            axes.add(0, new Axis(1, 0, 0, 0));
        }
        return axes;
    }

    private void launch(PlanBuilder plan, String kernel) {
        DType dtype = plan.in(0).dtype();
        List<Axis> axes = axes(plan.in(0));
        long columns = axes.get(MAX_RANK - 1).out();
        long rows = columns == 0 ? 0 : plan.out(0).elements() / columns;
        KernelFile.LaunchBuilder launch = plan.open(kernel, Map.of("rows", rows, "columns", columns))
                .real(dtype)
                .launch()
                .in(0)
                .buffer(plan.denseOut(0), dtype)
                .real(value, dtype);
        for (Axis axis : axes) {
            launch.int64(axis.out()).int64(axis.in()).int64(axis.stride()).int64(axis.before());
        }
        launch.add();
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        return Cost.of(0, in, infer(in));
    }

    /** A shape and what is put around it. */
    private record Case(Shape shape, List<Long> before, List<Long> after) {
        static Case of(Shape shape, Long... beforeAndAfter) {
            int rank = shape.rank();
            return new Case(
                    shape,
                    List.of(Arrays.copyOf(beforeAndAfter, rank)),
                    List.of(Arrays.copyOfRange(beforeAndAfter, rank, 2 * rank)));
        }
    }

    /** What it is tried on: along each axis, along none, around nothing, rows beside a vector and a chunk. */
    public static SampleSpace samples() {
        return SampleSpace.of(NAME)
                .values("dtype", (Object[]) DType.values())
                .values(
                        "case",
                        Case.of(Shape.of(3), 1L, 2L),
                        Case.of(Shape.scalar()),
                        Case.of(Shape.of(2, 3), 0L, 0L, 0L, 0L),
                        Case.of(Shape.of(2, 3, 4, 5), 0L, 2L, 0L, 0L, 0L, 1L, 0L, 0L),
                        Case.of(Shape.of(2, 3, 7, 9), 0L, 0L, 1L, 3L, 0L, 0L, 2L, 1L),
                        Case.of(Shape.of(3, 1, 17), 1L, 1L, 7L, 0L, 2L, 8L),
                        Case.of(Shape.of(2, 1030), 0L, 60L, 1L, 9L),
                        Case.of(Shape.of(0, 3), 2L, 1L, 1L, 0L),
                        Case.of(Shape.of(2, 0), 0L, 0L, 1L, 0L),
                        Case.of(Shape.of(2, 2, 2, 2, 2), 1L, 0L, 1L, 0L, 1L, 0L, 1L, 0L, 1L, 1L))
                .values("value", 0.0, 1.0)
                .refuses(
                        "axes that are not there",
                        new Pad(List.of(1L), List.of(1L), 0),
                        List.of(TensorSpec.of(DType.F32, 2, 2)),
                        "input needs 1 axes")
                .refuses(
                        "a fraction of an integer",
                        new Pad(List.of(1L), List.of(1L), 0.5),
                        List.of(TensorSpec.of(DType.I32, 2)),
                        "value needs a value of I32")
                .sample(choice -> {
                    Case sample = choice.value("case", Case.class);
                    DType dtype = choice.value("dtype", DType.class);
                    return new Sample(
                            new Pad(sample.before(), sample.after(), choice.value("value", Double.class)),
                            List.of(TensorSpec.of(dtype, sample.shape())),
                            List.of(dtype.isFloat() ? new Domain.Special() : new Domain.Integers(0, 2)),
                            Tolerance.exact());
                });
    }
}
