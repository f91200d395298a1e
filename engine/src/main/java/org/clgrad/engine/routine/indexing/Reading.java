package org.clgrad.engine.routine.indexing;

import java.util.List;
import java.util.Map;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.routine.KernelFile;
import org.clgrad.engine.routine.KernelVariant;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * What reading for each element and for each slice have in common.
 *
 * @param operation its name
 * @param each whether each element has an index
 * @param axis the axis that is indexed
 * @param wraps whether negative indices count from the end
 * @param zeros whether reading nowhere gives 0 instead of NaN
 */
record Reading(String operation, boolean each, int axis, boolean wraps, boolean zeros) {
    private static final String ITEMS = "gather_items";
    private static final String ROWS = "gather_rows";

    /** Elements that make a work-item on a CPU worth its while; a choice, not measured. */
    private static final long PER_ITEM = 1024;

    TensorSpec infer(List<TensorSpec> in) {
        Places.checkCount(operation, in, 2, 2);
        Places places = Places.of(operation, each, axis, in.get(0).shape(), in.get(1));
        return TensorSpec.of(in.get(0).dtype(), in.get(0).shape().with(axis, places.count()));
    }

    // ---- The reference

    void onHost(Args args) {
        HostArray x = args.in(0);
        long[] index = args.in(1).longs();
        Shape result = args.out(0).shape();
        int[] from = new int[args.out(0).size()];
        long[] at = new long[result.rank()];
        for (int i = 0; i < from.length; i++) {
            long place = index[each ? i : (int) at[axis]];
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

    List<Variant> variants() {
        Variant items = new KernelVariant(ITEMS, in -> true, this::items);
        return each ? List.of(items) : List.of(new KernelVariant(ROWS, in -> true, this::rows), items);
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
        Places places = Places.of(operation, each, axis, plan.in(0).shape(), plan.in(1));
        long span = places.count() * places.inner();
        KernelFile file = open(plan, ITEMS, Map.of("span", span, "outer", places.outer()))
                .define("EACH", each)
                .define("WIDE", Places.isWide(span));
        launch(plan, file, places)
                .int64(span)
                .int64(missing(plan.in(0).dtype()))
                .add();
    }

    private void rows(PlanBuilder plan) {
        Places places = Places.of(operation, each, axis, plan.in(0).shape(), plan.in(1));
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
}
