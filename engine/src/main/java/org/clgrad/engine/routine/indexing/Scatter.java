package org.clgrad.engine.routine.indexing;

import java.util.List;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.Cost;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.Sample;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.routine.Tolerance;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * y = x, but y[o, index[o,j,i], i] = source[o,j,i], the middle one being the axis that is indexed.
 *
 * <p>Inputs: x, any element type; the index, I32 or I64, the shape of x but any size along the axis; the source, x's shape with the axis as long as there are
 * indices along it; any strides. Output: y, x's shape.
 *
 * <p>Of several elements for one place the last one in row-major order stays, on every device. An index that is no place is
 * passed over (PyTorch refuses it). Nothing is computed: bits are kept. Any size may be 0. Gradient: dy at the places for
 * the elements that are there, and 0 for x in these places.
 *
 * @param axis from 0
 * @param wraps whether negative indices count from the end
 */
public record Scatter(int axis, boolean wraps) implements Routine {
    private static final String NAME = "scatter";

    private Placing shared() {
        return new Placing(NAME, true, axis, wraps);
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
        return Cost.of(0, in, infer(in));
    }

    /** What it is tried on: any indices, the same ones many times, and some that are no places. */
    public static SampleSpace samples() {
        Scatter routine = new Scatter(1, false);
        TensorSpec index = TensorSpec.of(DType.I64, 2, 3, 4);
        TensorSpec x = TensorSpec.of(DType.F32, 2, 3, 4);
        return IndexSamples.space(NAME)
                .refuses("no source", routine, List.of(x, index), "3 tensors")
                .refuses("a source of another type", routine, List.of(x, index, index), "f32[2,3,4]")
                .refuses(
                        "a source of another shape",
                        routine,
                        List.of(x, index, TensorSpec.of(DType.F32, 2, 2, 4)),
                        "f32[2,3,4]")
                .refuses(
                        "an index of truth values",
                        routine,
                        List.of(x, TensorSpec.of(DType.BOOL, 2, 3, 4), x),
                        "i32 or i64")
                .refuses("no such axis", new Scatter(-1, false), List.of(x, index, x), "an axis -1")
                .sample(choice -> {
                    return new Sample(
                            new Scatter(choice.count("axis"), choice.flag("wraps")),
                            List.of(
                                    TensorSpec.of(IndexSamples.dtype(choice), IndexSamples.shape(choice)),
                                    IndexSamples.index(choice, true),
                                    TensorSpec.of(IndexSamples.dtype(choice), IndexSamples.counted(choice))),
                            List.of(
                                    IndexSamples.values(IndexSamples.dtype(choice)),
                                    IndexSamples.indices(choice),
                                    IndexSamples.values(IndexSamples.dtype(choice))),
                            Tolerance.exact());
                });
    }
}
