package org.clgrad.engine.routine.sort;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.Cost;
import org.clgrad.engine.routine.Domain;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.Inputs;
import org.clgrad.engine.routine.KernelFile;
import org.clgrad.engine.routine.KernelVariant;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.Sample;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.routine.Slot;
import org.clgrad.engine.routine.Tolerance;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.routine.reduce.Reduce;
import org.clgrad.engine.routine.scan.Lines;
import org.clgrad.engine.routine.scan.ScanLaunches;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * The distinct numbers among the elements of x, in ascending order. Outputs: how many they are, a scalar of I64; the numbers
 * themselves, and zeros behind them up to as many as x has elements; for each element, in the shape of x, which of the numbers
 * it is, I64; and how often each number is there, I64, with zeros behind likewise. The host keeps as many as there are once it
 * knows.
 *
 * <p>0 and −0 are one number, of which the first is kept; each NaN is one of its own, and they come last. Exact.
 */
public record Unique() implements Routine {
    private static final String NAME = "unique";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        Inputs.checkCount(NAME, in, 1);
        TensorSpec x = in.get(0);
        if (x.elements() > Integer.MAX_VALUE) {
            throw new MismatchException(NAME, "input", "fewer than 2³¹ elements", x.toString());
        }
        return List.of(
                TensorSpec.of(DType.I64),
                TensorSpec.of(x.dtype(), x.elements()),
                TensorSpec.of(DType.I64, x.shape()),
                TensorSpec.of(DType.I64, x.elements()));
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        HostArray x = args.in(0);
        int n = x.size();
        boolean floating = x.spec().dtype().isFloat();
        double[] reals = x.doubles();
        long[] integers = x.longs();
        Comparator<Integer> ascending =
                floating ? Comparator.comparingDouble(i -> reals[i] + 0.0) : Comparator.comparingLong(i -> integers[i]);
        Integer[] order = IntStream.range(0, n).boxed().toArray(Integer[]::new);
        Arrays.sort(order, ascending);
        double[] realsOut = new double[n];
        long[] integersOut = new long[n];
        long[] inverse = new long[n];
        long[] counts = new long[n];
        int runs = 0;
        for (int i = 0; i < n; i++) {
            int at = order[i];
            boolean isNew =
                    i == 0 || (floating ? reals[at] != reals[order[i - 1]] : integers[at] != integers[order[i - 1]]);
            if (isNew) {
                realsOut[runs] = reals[at];
                integersOut[runs++] = integers[at];
            }
            inverse[at] = runs - 1L;
            counts[runs - 1]++;
        }
        args.out(0).set(new long[] {runs});
        if (floating) {
            args.out(1).set(realsOut);
        } else {
            args.out(1).set(integersOut);
        }
        args.out(2).set(inverse);
        args.out(3).set(counts);
    }

    @Override
    public List<Variant> variants() {
        return List.of(new KernelVariant(NAME, Unique::plan));
    }

    private static void plan(PlanBuilder plan) {
        DType dtype = plan.in(0).dtype();
        long n = plan.in(0).elements();
        SortKeys keys = new SortKeys(dtype, false);
        Lines x = Lines.rows(plan.dense(0), dtype, 1, n);
        KernelFile file = keys.open(plan, NAME, Map.of("n", n, "least", Math.max(1, n)));
        Slot values = plan.denseOut(1);
        Slot starts = plan.work(n * DType.I64.sizeBytes());
        Slot ranks = plan.work(n * DType.I32.sizeBytes());
        if (n > 0) {
            RadixSort.Sorted sorted = new RadixSort(keys.type(), keys.bits(), 1, n).add(plan, keys.add(plan, x));
            Slot heads = plan.work(n * DType.I32.sizeBytes());
            file.launch(NAME + "_heads")
                    .buffer(sorted.keys(), keys.type())
                    .buffer(heads, DType.I32)
                    .add();
            new ScanLaunches(Reduce.Op.SUM, false, false)
                    .add(plan, Lines.rows(heads, DType.I32, 1, n), Lines.rows(ranks, DType.I32, 1, n));
            file.launch(NAME + "_runs")
                    .buffer(x.slot(), dtype)
                    .buffer(sorted.places(), DType.I32)
                    .buffer(heads, DType.I32)
                    .buffer(ranks, DType.I32)
                    .buffer(values, dtype)
                    .buffer(plan.denseOut(2), DType.I64)
                    .buffer(starts, DType.I64)
                    .add();
        }
        file.launch()
                .buffer(ranks, DType.I32)
                .buffer(starts, DType.I64)
                .buffer(plan.denseOut(0), DType.I64)
                .buffer(values, dtype)
                .buffer(plan.denseOut(3), DType.I64)
                .int64(n)
                .add();
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        return Cost.of(0, in, infer(in));
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        return SampleSpace.of(NAME)
                .values("dtype", (Object[]) DType.values())
                .values(
                        "shape",
                        Shape.scalar(),
                        Shape.of(1),
                        Shape.of(17),
                        Shape.of(3, 43),
                        Shape.of(2, 3, 171),
                        Shape.of(0),
                        Shape.of(3, 0),
                        Shape.of(9001))
                .values("values", new Domain.Ties(), new Domain.Special(), new Domain.Integers(1, 2))
                .refuses("nothing to look at", new Unique(), List.of(), "unique: the list of inputs needs one tensor")
                .refuses(
                        "two tensors",
                        new Unique(),
                        List.of(TensorSpec.of(DType.F32, 3), TensorSpec.of(DType.F32, 3)),
                        "unique: the list of inputs needs one tensor")
                .sample(c -> {
                    DType dtype = c.value("dtype", DType.class);
                    Domain domain = c.value("values", Domain.class);
                    boolean wide = domain instanceof Domain.Special;
                    return new Sample(
                            new Unique(),
                            List.of(TensorSpec.of(dtype, c.value("shape", Shape.class))),
                            List.of(dtype.isFloat() || !wide ? domain : Sort.integers(dtype)),
                            Tolerance.exact());
                });
    }
}
