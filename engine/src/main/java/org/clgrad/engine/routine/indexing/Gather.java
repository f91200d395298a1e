package org.clgrad.engine.routine.indexing;

import java.util.List;
import java.util.Map;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.Cost;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.KernelFile;
import org.clgrad.engine.routine.KernelVariant;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.Sample;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.routine.Tolerance;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * y = x at the places that an index says along an axis, the middle one of [o,·,i]: {@code gather}, y[o,j,i] = x[o, index[o,j,i], i],
 * or {@code index_select}, y[o,j,i] = x[o, index[j], i].
 *
 * <p>Inputs: x, any element type, and the index, I32 or I64; any strides. Output: y, x's shape with the axis as long as there
 * are indices along it.
 *
 * <p>An index that is no place gives NaN, or 0 where the type has none or zeros are asked for (PyTorch refuses it; here nobody
 * waits for the device to find out). Nothing is computed: bits are kept. Any size may be 0. Gradient: dx = the sums of dy by
 * place, {@link ScatterAdd}.
 *
 * @param indexed what has an index: elements, so that the index has x's sizes but along the axis; or slices
 * @param axis from 0
 * @param wraps whether negative indices count from the end
 * @param zeros whether an index that is no place gives 0 for all types
 */
public record Gather(Indexed indexed, int axis, boolean wraps, boolean zeros) implements Routine {
    private static final String ITEMS = "gather_items";
    private static final String ROWS = "gather_rows";

    /** Elements that make a work-item on a CPU worth its while; a choice, not measured. */
    private static final long PER_ITEM = 1024;

    @Override
    public String name() {
        return indexed == Indexed.ELEMENTS ? "gather" : "index_select";
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        Places.checkCount(name(), in, 2, 2);
        Places places = Places.of(name(), indexed, axis, in.get(0).shape(), in.get(1));
        return List.of(TensorSpec.of(in.get(0).dtype(), in.get(0).shape().with(axis, places.count())));
    }

    /** Of x no more is read than there is in y. */
    @Override
    public Cost cost(List<TensorSpec> in) {
        List<TensorSpec> out = infer(in);
        return Cost.of(0, List.of(out.get(0), in.get(1)), out);
    }

    // ---- The reference

    @Override
    public void onHost(HostExec exec, Args args) {
        HostArray x = args.in(0);
        long[] index = args.in(1).longs();
        Shape result = args.out(0).shape();
        int[] from = new int[args.out(0).size()];
        long[] at = new long[result.rank()];
        for (int i = 0; i < from.length; i++) {
            long place = index[indexed == Indexed.ELEMENTS ? i : (int) at[axis]];
            long size = x.shape().size(axis);
            if (wraps && place < 0) {
                place += size;
            }
            from[i] = place < 0 || place >= size ? -1 : offset(x.shape(), at, place);
            advance(result, at);
        }
        if (x.spec().dtype().isFloat()) {
            double[] values = x.doubles();
            double[] y = new double[from.length];
            for (int i = 0; i < y.length; i++) {
                y[i] = from[i] >= 0 ? values[from[i]] : zeros ? 0 : Double.NaN;
            }
            args.out(0).set(y);
        } else {
            long[] values = x.longs();
            long[] y = new long[from.length];
            for (int i = 0; i < y.length; i++) {
                y[i] = from[i] >= 0 ? values[from[i]] : 0;
            }
            args.out(0).set(y);
        }
    }

    /** Where an element is, row-major, with another place on the axis. */
    private int offset(Shape shape, long[] at, long place) {
        long offset = 0;
        for (int i = 0; i < at.length; i++) {
            offset = offset * shape.size(i) + (i == axis ? place : at[i]);
        }
        return Math.toIntExact(offset);
    }

    private static void advance(Shape shape, long[] at) {
        for (int i = at.length - 1; i >= 0 && ++at[i] == shape.size(i); i--) {
            at[i] = 0;
        }
    }

    // ---- The plans

    @Override
    public List<Variant> variants() {
        Variant items = new KernelVariant(ITEMS, this::items);
        return indexed == Indexed.ELEMENTS ? List.of(items) : List.of(new KernelVariant(ROWS, this::rows), items);
    }

    private long missing(DType dtype) {
        return zeros ? 0 : Places.missingBits(dtype);
    }

    private KernelFile open(PlanBuilder plan, String name, Map<String, Long> dims) {
        return Places.moving(plan.open(name, dims), plan.in(0).dtype())
                .type("INDEX", plan.in(1).dtype())
                .define("WRAPS", wraps);
    }

    private KernelFile.LaunchBuilder launch(PlanBuilder plan, KernelFile file, Places places) {
        DType dtype = plan.in(0).dtype();
        return file.launch()
                .buffer(plan.dense(0), dtype)
                .buffer(plan.dense(1), plan.in(1).dtype())
                .buffer(plan.denseOut(0), dtype)
                .int64(places.size())
                .int64(places.inner());
    }

    private void items(PlanBuilder plan) {
        Places places = Places.of(name(), indexed, axis, plan.in(0).shape(), plan.in(1));
        long span = places.count() * places.inner();
        KernelFile file = open(plan, ITEMS, Map.of("span", span, "outer", places.outer()))
                .define("EACH", indexed == Indexed.ELEMENTS)
                .define("WIDE", Places.isWide(span));
        launch(plan, file, places)
                .int64(span)
                .int64(missing(plan.in(0).dtype()))
                .add();
    }

    private void rows(PlanBuilder plan) {
        Places places = Places.of(name(), indexed, axis, plan.in(0).shape(), plan.in(1));
        long perItem = Math.max(1, PER_ITEM / Math.max(1, places.inner()));
        KernelFile file = open(
                plan,
                ROWS,
                Map.of(
                        "inner", places.inner(),
                        "count", places.count(),
                        "per_item", perItem,
                        "outer", places.outer()));
        launch(plan, file, places)
                .int64(places.count())
                .int64(perItem)
                .int64(missing(plan.in(0).dtype()))
                .add();
    }

    /** What it is tried on: any indices, the same ones many times, and some that are no places. */
    public static SampleSpace samples(Indexed indexed) {
        Gather routine = new Gather(indexed, 1, false, false);
        TensorSpec x = TensorSpec.of(DType.F32, 2, 3, 4);
        TensorSpec index = indexed.index(DType.I64, x.shape(), 1);
        return IndexSamples.space(routine.name())
                .flag("zeros")
                .refuses("no index", routine, List.of(x), "2 tensors")
                .refuses(
                        "an index of another shape",
                        routine,
                        List.of(x, TensorSpec.of(DType.I64, 2, 3)),
                        indexed == Indexed.ELEMENTS ? "sizes as those of [2,3,4]" : "one axis")
                .refuses("an index of numbers", routine, List.of(x, x), "i32 or i64")
                .refuses("no such axis", new Gather(indexed, 3, false, false), List.of(x, index), "an axis 3")
                .sample(choice -> {
                    DType dtype = IndexSamples.dtype(choice);
                    return new Sample(
                            new Gather(indexed, choice.count("axis"), choice.flag("wraps"), choice.flag("zeros")),
                            List.of(
                                    TensorSpec.of(dtype, IndexSamples.shape(choice)),
                                    IndexSamples.index(choice, indexed)),
                            List.of(IndexSamples.values(dtype), IndexSamples.indices(choice)),
                            Tolerance.exact());
                });
    }
}
