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
 * y[o,j,i] = x[o, index[o,j,i], i], the middle one being the axis that is indexed.
 *
 * <p>Inputs: x, any element type, and the index, I32 or I64, the shape of x but any size along the axis; any strides. Output: y, x's shape with the axis as
 * long as there are indices along it.
 *
 * <p>An index that is no place gives NaN, or 0 where the type has none or zeros are asked for (PyTorch refuses it; here nobody
 * waits for the device to find out). Nothing is computed: bits are kept. Any size may be 0. Gradient:
 * dx = scatter_add of dy by the index.
 *
 * @param axis from 0
 * @param wraps whether negative indices count from the end
 * @param zeros whether an index that is no place gives 0 for all types
 */
public record Gather(int axis, boolean wraps, boolean zeros) implements Routine {
    private static final String NAME = "gather";

    private Reading shared() {
        return new Reading(NAME, true, axis, wraps, zeros);
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
        Gather routine = new Gather(1, false, false);
        TensorSpec x = TensorSpec.of(DType.F32, 2, 3, 4);
        return IndexSamples.space(NAME)
                .flag("zeros")
                .refuses("no index", routine, List.of(x), "2 tensors")
                .refuses(
                        "an index of another shape",
                        routine,
                        List.of(x, TensorSpec.of(DType.I64, 2, 3, 3)),
                        "sizes as those of [2,3,4]")
                .refuses("an index of numbers", routine, List.of(x, x), "i32 or i64")
                .refuses(
                        "no such axis",
                        new Gather(3, false, false),
                        List.of(x, TensorSpec.of(DType.I64, 2, 3, 4)),
                        "an axis 3")
                .sample(choice -> {
                    return new Sample(
                            new Gather(choice.count("axis"), choice.flag("wraps"), choice.flag("zeros")),
                            List.of(
                                    TensorSpec.of(IndexSamples.dtype(choice), IndexSamples.shape(choice)),
                                    IndexSamples.index(choice, true)),
                            List.of(IndexSamples.values(IndexSamples.dtype(choice)), IndexSamples.indices(choice)),
                            Tolerance.exact());
                });
    }
}
