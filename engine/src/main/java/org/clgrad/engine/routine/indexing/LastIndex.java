package org.clgrad.engine.routine.indexing;

import java.util.Arrays;
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
 * The places that indices say where no later index of the same line, in row-major order, says the same one; −1 for all others and for
 * those that say none. So what {@link Scatter} writes by the result is what it writes by the index, and no place is said
 * twice: the gradient of writing is reading by it.
 *
 * <p>Input: an index, I32 or I64, of any shape and strides. Output: of the same shape and type. No gradient. Exact.
 *
 * @param axis from 0
 * @param size of the axis that is written to
 * @param wraps whether negative indices count from the end
 */
public record LastIndex(int axis, long size, boolean wraps) implements Routine {
    private static final String NAME = "last_index";

    @Override
    public String name() {
        return NAME;
    }

    private Places places(TensorSpec index) {
        Places.checkAxis(NAME, axis, index.shape());
        return Places.of(NAME, Indexed.ELEMENTS, axis, index.shape().with(axis, size), index);
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        Places.checkCount(NAME, in, 1, 1);
        places(in.get(0));
        return List.of(TensorSpec.of(in.get(0).dtype(), in.get(0).shape()));
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        Shape shape = args.in(0).shape();
        long[] index = args.in(0).longs();
        Shape written = shape.with(axis, size);
        int[] to = Scatter.targets(Indexed.ELEMENTS, axis, wraps, written, shape, index);
        boolean[] isTaken = new boolean[Math.toIntExact(written.elements())];
        long[] y = new long[index.length];
        Arrays.fill(y, -1);
        for (int i = to.length - 1; i >= 0; i--) {
            if (to[i] >= 0 && !isTaken[to[i]]) {
                isTaken[to[i]] = true;
                y[i] = index[i] < 0 ? index[i] + size : index[i];
            }
        }
        args.out(0).set(y);
    }

    @Override
    public List<Variant> variants() {
        return List.of(new KernelVariant(NAME, in -> true, this::plan));
    }

    private void plan(PlanBuilder plan) {
        Places places = places(plan.in(0));
        DType dtype = plan.in(0).dtype();
        Slot owners = places.owners(plan, 0, wraps);
        plan.open(NAME, Map.of("span", places.span(), "outer", places.lines()))
                .acc(DType.I32)
                .type("INDEX", dtype)
                .define("WRAPS", wraps)
                .define("WIDE", Places.isWide(places.span()))
                .launch()
                .buffer(plan.dense(0), dtype)
                .buffer(owners, DType.I32)
                .buffer(plan.denseOut(0), dtype)
                .int64(places.size())
                .int64(places.stride())
                .int64(places.span())
                .add();
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        return Cost.of(0, in, infer(in));
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        TensorSpec index = TensorSpec.of(DType.I64, 2, 3);
        return IndexSamples.space(NAME)
                .refuses("no index", new LastIndex(0, 1, false), List.of(), "1 tensors")
                .refuses("no such axis", new LastIndex(2, 1, false), List.of(index), "an axis 2")
                .refuses(
                        "an index of numbers",
                        new LastIndex(0, 1, false),
                        List.of(TensorSpec.of(DType.F32, 2, 3)),
                        "i32 or i64")
                .sample(choice -> new Sample(
                        new LastIndex(
                                choice.count("axis"),
                                IndexSamples.shape(choice).size(choice.count("axis")),
                                choice.flag("wraps")),
                        List.of(IndexSamples.index(choice, Indexed.ELEMENTS)),
                        List.of(IndexSamples.indices(choice)),
                        Tolerance.exact()));
    }
}
