package org.clgrad.engine.routine.indexing;

import java.util.ArrayList;
import java.util.List;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.Cost;
import org.clgrad.engine.routine.Domain;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.Sample;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * y[o,d,i] = x[o,d,i] + Σ source[o,j,i] over the j with index[o,j,i] = d, the middle one being the axis that is indexed.
 *
 * <p>Inputs: the index, I32 or I64, the source's shape; the source, any element type; and x, the source's shape with the axis as long as the
 * attribute says, or none for zeros; any strides. Output: y, x's shape.
 *
 * <p>An index that is no place is passed over (PyTorch refuses it). Integers wrap, truth values are or-ed. NaN and infinities
 * add up as they do. Any size may be 0. Gradient: dx = dy; dsource = gather of dy by the index,
 * 0 where that is no place.
 *
 * <p>Order: x, then the source's elements in row-major order, which are sorted by destination for it; where one destination
 * has many, blocks of them are summed by themselves. Error ≤ (terms + 1)·u·Σ|terms|.
 *
 * @param axis from 0
 * @param size of the axis of the result
 * @param wraps whether negative indices count from the end
 */
public record ScatterAdd(int axis, long size, boolean wraps) implements Routine {
    private static final String NAME = "scatter_add";

    private Summing shared() {
        return new Summing(NAME, true, axis, size, wraps);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        return List.of(shared().infer(in));
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        shared().onHost(args);
    }

    @Override
    public List<Variant> variants() {
        return shared().variants();
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        return Cost.of(in.get(1).elements(), in, infer(in));
    }

    /** What it is tried on: any indices, the same ones many times, and some that are no places. */
    public static SampleSpace samples() {
        ScatterAdd routine = new ScatterAdd(1, 5, false);
        TensorSpec index = TensorSpec.of(DType.I64, 2, 3, 4);
        TensorSpec x = TensorSpec.of(DType.F32, 2, 3, 4);
        return IndexSamples.space(NAME)
                .flag("x")
                .refuses("no source", routine, List.of(index), "2 or 3 tensors")
                .refuses(
                        "another number of indices",
                        routine,
                        List.of(TensorSpec.of(DType.I64, 2, 2, 4), x),
                        "f32[2,2,4]")
                .refuses(
                        "numbers of another type",
                        routine,
                        List.of(index, x, TensorSpec.of(DType.F64, 2, 5, 4)),
                        "f32[2,5,4]")
                .refuses("an index of numbers", routine, List.of(x, x), "i32 or i64")
                .refuses("no such axis", new ScatterAdd(3, 5, false), List.of(index, x), "an axis 3")
                .sample(choice -> {
                    DType dtype = IndexSamples.dtype(choice);
                    int axis = choice.count("axis");
                    ScatterAdd sum =
                            new ScatterAdd(axis, IndexSamples.shape(choice).size(axis), choice.flag("wraps"));
                    List<TensorSpec> in = new ArrayList<>(List.of(
                            IndexSamples.index(choice, true), TensorSpec.of(dtype, IndexSamples.counted(choice))));
                    List<Domain> domains =
                            new ArrayList<>(List.of(IndexSamples.indices(choice), IndexSamples.terms(dtype)));
                    if (choice.flag("x")) {
                        in.add(TensorSpec.of(dtype, IndexSamples.shape(choice)));
                        domains.add(IndexSamples.terms(dtype));
                    }
                    return new Sample(sum, in, domains, (output, type, operands, expected) -> sum.shared()
                            .errorBounds(type, operands, expected.length));
                });
    }
}
