package org.clgrad.engine.routine.pool;

import java.util.Arrays;
import java.util.List;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.Cost;
import org.clgrad.engine.routine.Domain;
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
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * The place in its plane, row-major, of the tap argmax of each window: the indices that PyTorch's max pooling returns.
 *
 * <p>Input argmax[N,C,…] as {@link MaxPool} gave it; any strides. Output: {@code I64} of the same shape; −1 where the tap
 * lies in the padding, or is none.
 *
 * @param window where the windows lie
 * @param sizes of the forward input's planes
 */
public record MaxPoolIndices(PoolWindow window, List<Long> sizes) implements Routine {
    private static final String NAME = "max_pool_indices";

    public MaxPoolIndices {
        sizes = List.copyOf(sizes);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        return List.of(TensorSpec.of(DType.I64, geometry(in).output()));
    }

    private PoolGeometry geometry(List<TensorSpec> in) {
        if (in.size() != 1) {
            throw new MismatchException(NAME, "the list of inputs", "one tensor", in.toString());
        }
        PoolGeometry geometry = PoolGeometry.ofOutput(NAME, "argmax", window, sizes, in.get(0));
        geometry.checkArgmax(NAME, in.get(0));
        return geometry;
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        PoolGeometry geometry = geometry(List.of(args.in(0).spec()));
        long plane = sizes.stream().reduce(1L, Math::multiplyExact);
        long[] argmax = args.in(0).longs();
        long[] y = new long[argmax.length];
        Arrays.fill(y, -1);
        exec.each(
                y.length,
                i -> geometry.eachTap(i, (from, number) -> {
                    if (number == argmax[(int) i]) {
                        y[(int) i] = from % plane;
                    }
                }));
        args.out(0).set(y);
    }

    @Override
    public List<Variant> variants() {
        return List.of(new KernelVariant(NAME, this::launch));
    }

    private void launch(PlanBuilder plan) {
        PoolGeometry geometry = geometry(plan.inputs());
        DType argmax = plan.in(0).dtype();
        KernelFile file =
                geometry.overOutputs(plan, NAME).real(argmax, DType.I64).type("TO", DType.I64);
        geometry.specialise(file, false);
        geometry.arguments(file.launch().buffer(plan.dense(0), argmax).buffer(plan.denseOut(0), DType.I64))
                .add();
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        return Cost.of(0, in, infer(in));
    }

    /** What it is tried on: any taps, in the padding too, and none. */
    public static SampleSpace samples() {
        return PoolSamples.over(NAME, PoolSamples.WINDOWS)
                .refuses(
                        "an argmax of another shape",
                        new MaxPoolIndices(PoolWindow.square(2, 2), List.of(4L, 6L)),
                        List.of(TensorSpec.of(DType.U8, 1, 2, 4, 6)),
                        "argmax needs shape [1,2,2,3]")
                .refuses(
                        "sizes of another rank",
                        new MaxPoolIndices(PoolWindow.square(2, 2), List.of(4L)),
                        List.of(TensorSpec.of(DType.U8, 1, 2, 4, 6)),
                        "sizes needs 2 numbers")
                .sample(choice -> {
                    PoolWindow window = PoolSamples.window(choice);
                    TensorSpec input = PoolSamples.input(choice);
                    PoolGeometry geometry = PoolGeometry.ofInput(NAME, window, input);
                    return new Sample(
                            new MaxPoolIndices(window, input.shape().last(window.rank())),
                            List.of(geometry.argmax(NAME)),
                            List.of(new Domain.Integers(0, geometry.taps() + 1)),
                            Tolerance.exact());
                });
    }
}
