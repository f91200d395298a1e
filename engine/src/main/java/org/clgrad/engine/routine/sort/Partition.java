package org.clgrad.engine.routine.sort;

import java.util.List;
import java.util.Map;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.Cost;
import org.clgrad.engine.routine.Domain;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.Inputs;
import org.clgrad.engine.routine.KernelFile;
import org.clgrad.engine.routine.KernelFile.LaunchBuilder;
import org.clgrad.engine.routine.KernelVariant;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.Sample;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.routine.Slot;
import org.clgrad.engine.routine.Tolerance;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.routine.scan.ScanLaunches;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * Where a mask is not 0. Inputs: the mask, of any shape, and perhaps x of the same shape. Outputs: how many elements of the mask
 * are not 0, a scalar of I64; their places in row-major order, I64, and behind them the places of all others, in order too; and
 * with x its elements in that order. The first two are what {@code nonzero} and {@code masked_select} keep of it once the host
 * knows the number.
 *
 * <p>NaN is not 0; −0 is. Exact; values keep their bits.
 *
 * @param values whether there is an x
 */
public record Partition(boolean values) implements Routine {
    private static final String CHUNKS = "partition_chunks";
    private static final String GROUP = "partition_group";

    /** Work-items per compute unit that keep it busy while their times differ. */
    private static final long CHUNKS_PER_UNIT = 4;

    /** Elements below which a chunk is not worth its count. */
    private static final long LEAST_PER_CHUNK = 4096;

    @Override
    public String name() {
        return "partition";
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        Inputs.checkCount(name(), in, values ? 2 : 1);
        TensorSpec mask = in.get(0);
        TensorSpec count = TensorSpec.of(DType.I64);
        TensorSpec places = TensorSpec.of(DType.I64, mask.elements());
        if (!values) {
            return List.of(count, places);
        }
        if (!in.get(1).shape().equals(mask.shape())) {
            throw new MismatchException(
                    name(),
                    "input",
                    "the mask's shape " + mask.shape(),
                    in.get(1).toString());
        }
        return List.of(count, places, TensorSpec.of(in.get(1).dtype(), mask.elements()));
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        HostArray mask = args.in(0);
        double[] flags = mask.doubles();
        long[] places = new long[flags.length];
        int next = 0;
        for (int pass = 0; pass < 2; pass++) {
            for (int i = 0; i < flags.length; i++) {
                if ((flags[i] != 0) == (pass == 0)) {
                    places[next++] = i;
                }
            }
            if (pass == 0) {
                args.out(0).set(new long[] {next});
            }
        }
        args.out(1).set(places);
        if (values && args.in(1).spec().dtype().isFloat()) {
            double[] x = args.in(1).doubles();
            double[] y = new double[x.length];
            exec.each(y.length, i -> y[(int) i] = x[(int) places[(int) i]]);
            args.out(2).set(y);
        } else if (values) {
            long[] x = args.in(1).longs();
            long[] y = new long[x.length];
            exec.each(y.length, i -> y[(int) i] = x[(int) places[(int) i]]);
            args.out(2).set(y);
        }
    }

    @Override
    public List<Variant> variants() {
        return List.of(new KernelVariant(CHUNKS, this::planChunks), new KernelVariant(GROUP, this::planGroup));
    }

    /** There is a chunk of nothing too, which says so. */
    private static long most(PlanBuilder plan) {
        return Math.max(1, plan.in(0).elements());
    }

    private void planChunks(PlanBuilder plan) {
        long each = Math.max(
                LEAST_PER_CHUNK,
                ceil(most(plan), CHUNKS_PER_UNIT * plan.capabilities().computeUnits()));
        launch(plan, open(plan, CHUNKS, Map.of("chunks", ceil(most(plan), each))), CHUNKS, each);
    }

    private void planGroup(PlanBuilder plan) {
        KernelFile file = open(plan, GROUP, Map.of("n", most(plan)));
        launch(plan, file, GROUP, (long) file.tunable("GROUP") * file.tunable("ITEMS"));
    }

    private KernelFile open(PlanBuilder plan, String kernel, Map<String, Long> dims) {
        KernelFile file = plan.open(kernel, dims).real(plan.in(0).dtype()).define("VALUES", values);
        return values ? file.type("T0", plan.in(1).dtype()) : file;
    }

    /** The launches of either, with chunks of so many elements each. */
    private void launch(PlanBuilder plan, KernelFile file, String kernel, long each) {
        DType type = plan.in(0).dtype();
        long n = plan.in(0).elements();
        long chunks = ceil(most(plan), each);
        Slot mask = plan.dense(0);
        Slot counts = plan.work(chunks * DType.I64.sizeBytes());
        Slot offsets = plan.work(chunks * DType.I64.sizeBytes());
        file.launch(kernel + "_count")
                .buffer(mask, type)
                .buffer(counts, DType.I64)
                .int64(n)
                .int64(each)
                .add();
        ScanLaunches.exclusiveSums(plan, counts, offsets, DType.I64, 1, chunks);
        LaunchBuilder launch = file.launch()
                .buffer(mask, type)
                .buffer(counts, DType.I64)
                .buffer(offsets, DType.I64)
                .buffer(plan.denseOut(0), DType.I64)
                .buffer(plan.denseOut(1), DType.I64);
        if (values) {
            DType x = plan.in(1).dtype();
            launch.buffer(plan.dense(1), x).buffer(plan.denseOut(2), x);
        }
        launch.int64(n).int64(each).int64(chunks).add();
    }

    private static long ceil(long a, long b) {
        return (a + b - 1) / b;
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        return Cost.of(0, in, infer(in));
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        return SampleSpace.of("partition")
                .values("mask", DType.BOOL, DType.F32, DType.F64, DType.F16, DType.BF16, DType.I32, DType.I64, DType.U8)
                .values("x", (Object[]) DType.values())
                .flag("values")
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
                .values(
                        "flags",
                        new Domain.Integers(0, 2),
                        new Domain.Ties(),
                        new Domain.Special(),
                        new Domain.Integers(0, 1),
                        new Domain.Integers(1, 2))
                .refuses(
                        "a mask and nothing to take",
                        new Partition(true),
                        List.of(TensorSpec.of(DType.BOOL, 3)),
                        "partition: the list of inputs needs 2 tensors")
                .refuses(
                        "values that nobody asks for",
                        new Partition(false),
                        List.of(TensorSpec.of(DType.BOOL, 3), TensorSpec.of(DType.F32, 3)),
                        "partition: the list of inputs needs one tensor")
                .refuses(
                        "a mask of another shape",
                        new Partition(true),
                        List.of(TensorSpec.of(DType.BOOL, 3), TensorSpec.of(DType.F32, 4)),
                        "partition: input needs the mask's shape [3]")
                .sample(c -> {
                    DType mask = c.value("mask", DType.class);
                    DType x = c.value("x", DType.class);
                    Shape shape = c.value("shape", Shape.class);
                    Domain flags = c.value("flags", Domain.class);
                    boolean special = flags instanceof Domain.Special && !mask.isFloat();
                    Domain domain = special ? new Domain.Integers(0, 2) : flags;
                    List<TensorSpec> in = List.of(TensorSpec.of(mask, shape), TensorSpec.of(x, shape));
                    List<Domain> domains = List.of(domain, x == DType.BOOL ? new Domain.Integers(0, 2) : domainOf(x));
                    boolean values = c.flag("values");
                    return new Sample(
                            new Partition(values),
                            in.subList(0, values ? 2 : 1),
                            domains.subList(0, values ? 2 : 1),
                            Tolerance.exact());
                });
    }

    private static Domain domainOf(DType dtype) {
        return dtype.isFloat() ? new Domain.Special() : new Domain.Integers(0, 256);
    }
}
