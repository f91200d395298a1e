package org.clgrad.engine.routine.sort;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.Cost;
import org.clgrad.engine.routine.Domain;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.Inputs;
import org.clgrad.engine.routine.KernelVariant;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.Sample;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.routine.Tolerance;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * The elements along an axis in ascending or descending order, and where they were, I64; or the first few of them, which are
 * the smallest or largest ones.
 *
 * <p>Shapes: that of x, with the axis as long as is asked for; any strides. Stable in both directions: of equal elements the
 * one that came first stays first, 0 and −0 being equal. NaN comes after +∞, so it is first where the largest are. An axis of
 * size 0 gives nothing. Exact; values keep their bits.
 *
 * @param axis which axis, from 0
 * @param descending whether larger ones come first
 * @param limit how many of each line, or {@link #ALL}
 */
public record Sort(int axis, boolean descending, long limit) implements Routine {
    /** As many as there are. */
    public static final long ALL = -1;

    @Override
    public String name() {
        return limit == ALL ? "sort" : "topk";
    }

    /** How many are taken of a line of n. */
    long taken(long n) {
        return limit == ALL ? n : limit;
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        Inputs.checkCount(name(), in, 1);
        TensorSpec x = in.get(0);
        if (axis < 0 || axis >= x.rank()) {
            throw new MismatchException(name(), "axis " + axis, "a tensor that has it", x.toString());
        }
        if (x.size(axis) > Integer.MAX_VALUE) {
            throw new MismatchException(name(), "axis " + axis, "fewer than 2³¹ elements", x.toString());
        }
        if (limit < ALL || limit > x.size(axis)) {
            throw new MismatchException(
                    name(), "k = " + limit, "a number of elements that axis " + axis + " has", x.toString());
        }
        Shape shape = x.shape().with(axis, taken(x.size(axis)));
        return List.of(TensorSpec.of(x.dtype(), shape), TensorSpec.of(DType.I64, shape));
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        HostArray x = args.in(0);
        Shape shape = x.shape();
        int n = (int) shape.size(axis);
        int k = (int) taken(n);
        int inner = 1;
        for (int i = axis + 1; i < shape.rank(); i++) {
            inner *= (int) shape.size(i);
        }
        int apart = inner;
        boolean floating = x.spec().dtype().isFloat();
        double[] reals = floating ? x.doubles() : new double[0];
        long[] integers = floating ? new long[0] : x.longs();
        double[] realsOut = new double[args.out(0).size()];
        long[] integersOut = new long[args.out(0).size()];
        long[] indices = new long[args.out(1).size()];
        exec.each(n == 0 ? 0 : x.size() / n, line -> {
            int first = (int) line / apart * n * apart + (int) line % apart;
            Comparator<Integer> ascending = floating
                    // Adding 0 makes 0 of −0; Double.compare has NaN last.
                    ? Comparator.comparingDouble(i -> reals[first + i * apart] + 0.0)
                    : Comparator.comparingLong(i -> integers[first + i * apart]);
            Integer[] order = IntStream.range(0, n).boxed().toArray(Integer[]::new);
            // Sorting objects is stable, in reverse too.
            Arrays.sort(order, descending ? ascending.reversed() : ascending);
            for (int i = 0; i < k; i++) {
                int to = (int) line / apart * k * apart + (int) line % apart + i * apart;
                int from = first + order[i] * apart;
                indices[to] = order[i];
                if (floating) {
                    realsOut[to] = reals[from];
                } else {
                    integersOut[to] = integers[from];
                }
            }
        });
        if (floating) {
            args.out(0).set(realsOut);
        } else {
            args.out(0).set(integersOut);
        }
        args.out(1).set(indices);
    }

    @Override
    public List<Variant> variants() {
        return List.of(
                new KernelVariant(SortPlans.HEAPS, this::isForHeaps, plan -> SortPlans.heaps(plan, this)),
                new KernelVariant(
                        SortPlans.ROWS,
                        in -> in.get(0).size(axis) <= SortPlans.LONGEST_ROW,
                        plan -> SortPlans.rows(plan, this)),
                new KernelVariant(SortPlans.BITONIC, plan -> SortPlans.bitonic(plan, this)),
                new KernelVariant(
                        RadixSort.Kernels.CHUNKS.file(), plan -> SortPlans.radix(plan, this, RadixSort.Kernels.CHUNKS)),
                new KernelVariant(
                        RadixSort.Kernels.GROUP.file(), plan -> SortPlans.radix(plan, this, RadixSort.Kernels.GROUP)));
    }

    /** Whether few of many are taken: then most elements are compared once, with the last of those. */
    private boolean isForHeaps(List<TensorSpec> in) {
        long n = in.get(0).size(axis);
        return taken(n) <= Math.min(n / 4, SortPlans.LARGEST_HEAP);
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        return Cost.of(0, in, infer(in));
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        TensorSpec vector = TensorSpec.of(DType.F32, 3);
        return SampleSpace.of("sort")
                .values(
                        "shape",
                        Shape.of(1),
                        Shape.of(2),
                        Shape.of(17),
                        Shape.of(5, 63),
                        Shape.of(64, 3),
                        Shape.of(3, 100),
                        Shape.of(2, 129, 3),
                        Shape.of(3, 1, 4, 2),
                        Shape.of(0),
                        Shape.of(3, 0, 2),
                        Shape.of(0, 3),
                        Shape.of(3, 1025),
                        Shape.of(2, 4097),
                        Shape.of(10_000))
                .values("dtype", (Object[]) DType.values())
                .values("values", new Domain.Ties(), new Domain.Special(), Domain.standard())
                .values("axis", 0, 1, 2, 3)
                .flag("descending")
                .values("limit", -1L, 0L, 1L, 5L, 100L)
                .where(c -> c.value("axis", Integer.class)
                        < c.value("shape", Shape.class).rank())
                .where(c -> c.value("limit", Long.class)
                        <= c.value("shape", Shape.class).size(c.value("axis", Integer.class)))
                .refuses(
                        "nothing to look at",
                        new Sort(0, false, Sort.ALL),
                        List.of(),
                        "sort: the list of inputs needs one tensor")
                .refuses(
                        "two tensors",
                        new Sort(0, false, Sort.ALL),
                        List.of(TensorSpec.of(DType.F32, 3), TensorSpec.of(DType.F32, 3)),
                        "sort: the list of inputs needs one tensor")
                .refuses("an axis beyond the rank", new Sort(1, false, ALL), List.of(vector), "sort: axis 1 needs")
                .refuses(
                        "an axis of a scalar",
                        new Sort(0, true, ALL),
                        List.of(TensorSpec.of(DType.F32)),
                        "sort: axis 0 needs a tensor that has it")
                .refuses("more than there are", new Sort(0, true, 4), List.of(vector), "topk: k = 4 needs")
                .refuses("fewer than none", new Sort(0, true, -2), List.of(vector), "topk: k = -2 needs")
                .sample(c -> {
                    DType dtype = c.value("dtype", DType.class);
                    Domain domain = c.value("values", Domain.class);
                    return new Sample(
                            new Sort(
                                    c.value("axis", Integer.class), c.flag("descending"), c.value("limit", Long.class)),
                            List.of(TensorSpec.of(dtype, c.value("shape", Shape.class))),
                            List.of(
                                    dtype.isFloat()
                                            ? domain
                                            : dtype == DType.BOOL
                                                    ? new Domain.Integers(0, 2)
                                                    : domain instanceof Domain.Ties
                                                            ? new Domain.Integers(0, 5)
                                                            : integers(dtype)),
                            Tolerance.exact());
                });
    }

    /** All integers that there are of a type, as far as a domain can say. */
    static Domain integers(DType dtype) {
        return switch (dtype) {
            case BOOL -> new Domain.Integers(0, 2);
            case U8 -> new Domain.Integers(0, 256);
            case I32 -> new Domain.Integers(Integer.MIN_VALUE, Integer.MAX_VALUE);
            default -> new Domain.Special();
        };
    }
}
