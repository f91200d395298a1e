package org.clgrad.engine.routine.indexing;

import java.util.List;
import java.util.Map;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.Cost;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.KernelVariant;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.Sample;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.routine.Slot;
import org.clgrad.engine.routine.Tolerance;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * y = x, but a source at the places that an index says along an axis, the middle one of [o,·,i]: {@code scatter}, y[o, index[o,j,i], i]
 * = source[o,j,i], or {@code index_copy}, y[o, index[j], i] = source[o,j,i].
 *
 * <p>Inputs: x, any element type; the index, I32 or I64; the source, x's shape with the axis as long as there are indices along
 * it; any strides. Output: y, x's shape.
 *
 * <p>Of several elements for one place the last one in row-major order stays, on every device. An index that is no place is
 * passed over (PyTorch refuses it). Nothing is computed: bits are kept. Any size may be 0. Gradient: dy at the places for
 * the elements that are there, and 0 for x in these places.
 *
 * @param indexed what has an index: elements, so that the index has the source's shape; or slices
 * @param axis from 0
 * @param wraps whether negative indices count from the end
 */
public record Scatter(Indexed indexed, int axis, boolean wraps) implements Routine {
    private static final String OWNED = "scatter_owned";

    @Override
    public String name() {
        return indexed == Indexed.ELEMENTS ? "scatter" : "index_copy";
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        Places.checkCount(name(), in, 3, 3);
        TensorSpec x = in.get(0);
        Places places = Places.of(name(), indexed, axis, x.shape(), in.get(1));
        Places.checkSame(name(), "source", in.get(2), x.dtype(), x.shape().with(axis, places.count()));
        return List.of(TensorSpec.of(x.dtype(), x.shape()));
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        return Cost.of(0, in, infer(in));
    }

    // ---- The reference

    @Override
    public void onHost(HostExec exec, Args args) {
        int[] to = targets(
                indexed,
                axis,
                wraps,
                args.in(0).shape(),
                args.in(2).shape(),
                args.in(1).longs());
        if (args.in(0).spec().dtype().isFloat()) {
            double[] y = args.in(0).doubles();
            double[] source = args.in(2).doubles();
            for (int i = 0; i < to.length; i++) {
                if (to[i] >= 0) {
                    y[to[i]] = source[i];
                }
            }
            args.out(0).set(y);
        } else {
            long[] y = args.in(0).longs();
            long[] source = args.in(2).longs();
            for (int i = 0; i < to.length; i++) {
                if (to[i] >= 0) {
                    y[to[i]] = source[i];
                }
            }
            args.out(0).set(y);
        }
    }

    /** For each element of the source, row-major, where in the tensor that is written it goes, or −1: by plain loops. */
    static int[] targets(Indexed indexed, int axis, boolean wraps, Shape shape, Shape source, long[] index) {
        int outer = 1;
        int inner = 1;
        for (int i = 0; i < shape.rank(); i++) {
            outer *= i < axis ? (int) shape.size(i) : 1;
            inner *= i > axis ? (int) shape.size(i) : 1;
        }
        int count = (int) source.size(axis);
        long size = shape.size(axis);
        int[] to = new int[outer * count * inner];
        int next = 0;
        for (int o = 0; o < outer; o++) {
            for (int j = 0; j < count; j++) {
                for (int i = 0; i < inner; i++) {
                    long place = index[indexed == Indexed.ELEMENTS ? next : j];
                    place = wraps && place < 0 ? place + size : place;
                    boolean isThere = place >= 0 && place < size;
                    to[next++] = isThere ? (int) ((o * size + place) * inner + i) : -1;
                }
            }
        }
        return to;
    }

    // ---- The plan

    @Override
    public List<Variant> variants() {
        return List.of(new KernelVariant(OWNED, this::plan));
    }

    private void plan(PlanBuilder plan) {
        Places places = Places.of(name(), indexed, axis, plan.in(0).shape(), plan.in(1));
        Slot owners = places.owners(plan, 1, wraps);
        DType dtype = plan.in(0).dtype();
        long span = Math.multiplyExact(places.destinations(), places.columns());
        Places.moving(plan.open(OWNED, Map.of("span", span, "rows", places.rows())), dtype)
                .define("WIDE", Places.isWide(span))
                .launch()
                .buffer(plan.dense(0), dtype)
                .buffer(plan.dense(2), dtype)
                .buffer(owners, DType.I32)
                .buffer(plan.denseOut(0), dtype)
                .int64(places.columns())
                .int64(span)
                .int64(places.indices())
                .add();
    }

    /** What it is tried on: any indices, the same ones many times, and some that are no places. */
    public static SampleSpace samples(Indexed indexed) {
        Scatter routine = new Scatter(indexed, 1, false);
        TensorSpec x = TensorSpec.of(DType.F32, 2, 3, 4);
        TensorSpec index = indexed.index(DType.I64, x.shape(), 1);
        TensorSpec truths = indexed.index(DType.BOOL, x.shape(), 1);
        return IndexSamples.space(routine.name())
                .refuses("no source", routine, List.of(x, index), "3 tensors")
                .refuses("a source of another type", routine, List.of(x, index, index), "f32[2,3,4]")
                .refuses(
                        "a source of another shape",
                        routine,
                        List.of(x, index, TensorSpec.of(DType.F32, 2, 2, 4)),
                        "f32[2,3,4]")
                .refuses("an index of truth values", routine, List.of(x, truths, x), "i32 or i64")
                .refuses("no such axis", new Scatter(indexed, -1, false), List.of(x, index, x), "an axis -1")
                .sample(choice -> {
                    DType dtype = IndexSamples.dtype(choice);
                    return new Sample(
                            new Scatter(indexed, choice.count("axis"), choice.flag("wraps")),
                            List.of(
                                    TensorSpec.of(dtype, IndexSamples.shape(choice)),
                                    IndexSamples.index(choice, indexed),
                                    TensorSpec.of(dtype, IndexSamples.counted(choice))),
                            List.of(
                                    IndexSamples.values(dtype),
                                    IndexSamples.indices(choice),
                                    IndexSamples.values(dtype)),
                            Tolerance.exact());
                });
    }
}
