package org.clgrad.engine.routine.indexing;

import java.util.List;
import java.util.Map;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.KernelVariant;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Slot;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * What writing for each element and for each slice have in common.
 *
 * @param operation its name
 * @param each whether each element has an index
 * @param axis the axis that is indexed
 * @param wraps whether negative indices count from the end
 */
record Placing(String operation, boolean each, int axis, boolean wraps) {
    private static final String OWNED = "scatter_owned";

    TensorSpec infer(List<TensorSpec> in) {
        Places.checkCount(operation, in, 3, 3);
        TensorSpec x = in.get(0);
        Places places = Places.of(operation, each, axis, x.shape(), in.get(1));
        Places.checkSame(operation, "source", in.get(2), x.dtype(), x.shape().with(axis, places.count()));
        return TensorSpec.of(x.dtype(), x.shape());
    }

    // ---- The reference

    void onHost(Args args) {
        int[] to = targets(
                each,
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
    static int[] targets(boolean each, int axis, boolean wraps, Shape shape, Shape source, long[] index) {
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
                    long place = index[each ? next : j];
                    place = wraps && place < 0 ? place + size : place;
                    boolean isThere = place >= 0 && place < size;
                    to[next++] = isThere ? (int) ((o * size + place) * inner + i) : -1;
                }
            }
        }
        return to;
    }

    // ---- The plan

    List<Variant> variants() {
        return List.of(new KernelVariant(OWNED, in -> true, this::plan));
    }

    private void plan(PlanBuilder plan) {
        Places places = Places.of(operation, each, axis, plan.in(0).shape(), plan.in(1));
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
}
