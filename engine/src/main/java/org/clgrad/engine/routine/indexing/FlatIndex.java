package org.clgrad.engine.routine.indexing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.Cost;
import org.clgrad.engine.routine.Domain;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.KernelVariant;
import org.clgrad.engine.routine.PlanBuilder;
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
 * y = ((i₀·s₁ + i₁)·s₂ + i₂)…: where the element that several indices say, one for each axis, is in row-major order; −1 if any of
 * them is no place of its axis. Negative indices count from the end.
 *
 * <p>Inputs: one index for each axis, I32 or I64, all of one shape, any strides. Output: I64 of that shape. No gradient. Exact.
 *
 * @param sizes of the axes
 */
public record FlatIndex(List<Long> sizes) implements Routine {
    private static final String NAME = "flat_index";

    /** @throws IllegalArgumentException if there is no axis, or one of a negative size */
    public FlatIndex {
        sizes = List.copyOf(sizes);
        if (sizes.isEmpty() || sizes.stream().anyMatch(size -> size < 0)) {
            throw new IllegalArgumentException(NAME + ": at least one size, none negative, got " + sizes);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        Places.checkCount(NAME, in, sizes.size(), sizes.size());
        for (TensorSpec index : in) {
            Places.checkIndex(NAME, index);
            if (!index.shape().equals(in.get(0).shape())) {
                throw new MismatchException(
                        NAME,
                        "index",
                        "shape " + in.get(0).shape(),
                        index.shape().toString());
            }
        }
        return List.of(TensorSpec.of(DType.I64, in.get(0).shape()));
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        long[] y = new long[args.out(0).size()];
        List<long[]> indices = args.in().stream().map(index -> index.longs()).toList();
        for (int i = 0; i < y.length; i++) {
            long weight = 1;
            boolean isThere = true;
            for (int axis = sizes.size() - 1; axis >= 0; axis--) {
                long size = sizes.get(axis);
                long index = indices.get(axis)[i];
                isThere &= index >= -size && index < size;
                y[i] += Math.floorMod(index, Math.max(1, size)) * weight;
                weight *= size;
            }
            y[i] = isThere ? y[i] : -1;
        }
        args.out(0).set(y);
    }

    @Override
    public List<Variant> variants() {
        return List.of(new KernelVariant(NAME, in -> true, this::plan));
    }

    private void plan(PlanBuilder plan) {
        for (int axis = 0; axis < sizes.size(); axis++) {
            DType dtype = plan.in(axis).dtype();
            plan.open(NAME, Map.of("n", plan.out(0).elements()))
                    .acc(DType.I64)
                    .type("INDEX", dtype)
                    .define("WRAPS", true)
                    .define("FIRST", axis == 0)
                    .launch()
                    .buffer(plan.dense(axis), dtype)
                    .buffer(plan.denseOut(0), DType.I64)
                    .int64(sizes.get(axis))
                    .add();
        }
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        return Cost.of(0, in, infer(in));
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        FlatIndex routine = new FlatIndex(List.of(2L, 3L));
        TensorSpec index = TensorSpec.of(DType.I64, 4);
        return SampleSpace.of(NAME)
                .values("index", DType.I64, DType.I32)
                .values("shape", Shape.of(5), Shape.scalar(), Shape.of(7, 19), Shape.of(0, 2))
                .values("sizes", List.of(4L), List.of(3L, 2L), List.of(2L, 5L, 3L), List.of(2L, 0L))
                .refuses("too few", routine, List.of(index), "2 tensors")
                .refuses("another shape", routine, List.of(index, TensorSpec.of(DType.I64, 3)), "shape [4]")
                .refuses("numbers", routine, List.of(index, TensorSpec.of(DType.F32, 4)), "i32 or i64")
                .sample(choice -> {
                    List<?> given = choice.value("sizes", List.class);
                    List<Long> sizes = given.stream().map(Long.class::cast).toList();
                    TensorSpec spec =
                            TensorSpec.of(choice.value("index", DType.class), choice.value("shape", Shape.class));
                    List<Domain> domains = new ArrayList<>();
                    sizes.forEach(size -> domains.add(new Domain.Integers(-size - 1, size + 1)));
                    return new Sample(
                            new FlatIndex(sizes), Collections.nCopies(sizes.size(), spec), domains, Tolerance.exact());
                });
    }
}
