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
import org.clgrad.engine.routine.Slot;
import org.clgrad.engine.routine.Tolerance;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * The gradient of {@link MaxUnpool}: dx = dy at the place where an element was put; 0 where another one with the same index
 * took its place, or the index is no place. (PyTorch gives dy to all of them.)
 *
 * <p>Inputs: dy of the sizes given, and indices[N,C,…]; any strides. Output: dx of the indices' shape. Nothing is rounded.
 *
 * @param sizes of the planes of dy
 */
public record MaxUnpoolBackward(List<Long> sizes) implements Routine {
    private static final String NAME = "max_unpool_backward";

    /** @throws IllegalArgumentException if there are not one to three sizes, of at least 1 */
    public MaxUnpoolBackward {
        sizes = UnpoolPlanes.checked(NAME, sizes);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        return List.of(TensorSpec.of(
                in.get(0).dtype(), UnpoolPlanes.ofGradient(NAME, sizes, in).pooled()));
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        UnpoolPlanes planes = UnpoolPlanes.ofGradient(
                NAME, sizes, List.of(args.in(0).spec(), args.in(1).spec()));
        double[] dy = args.in(0).doubles();
        long[] indices = args.in(1).longs();
        double[] dx = new double[indices.length];
        int[] last = new int[dy.length];
        Arrays.fill(last, -1);
        for (int i = 0; i < indices.length; i++) {
            if (indices[i] >= 0 && indices[i] < planes.size()) {
                last[Math.toIntExact(i / planes.count() * planes.size() + indices[i])] = i;
            }
        }
        for (int place = 0; place < dy.length; place++) {
            if (last[place] >= 0) {
                dx[last[place]] = dy[place];
            }
        }
        args.out(0).set(dx);
    }

    @Override
    public List<Variant> variants() {
        return List.of(new KernelVariant(NAME, this::launch));
    }

    private void launch(PlanBuilder plan) {
        UnpoolPlanes planes = UnpoolPlanes.ofGradient(NAME, sizes, plan.inputs());
        DType dtype = plan.in(0).dtype();
        KernelFile file = plan.open(NAME, planes.dims()).real(dtype);
        Slot owners = planes.claim(plan, file, NAME);
        file.launch()
                .buffer(plan.dense(0), dtype)
                .buffer(plan.dense(1), DType.I64)
                .buffer(owners, DType.I32)
                .buffer(plan.denseOut(0), dtype)
                .int64(planes.size())
                .int64(planes.count())
                .add();
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        return Cost.of(0, in, infer(in));
    }

    /** What it is tried on: any indices, the same ones several times, and some that are no places. */
    public static SampleSpace samples() {
        return UnpoolPlanes.space(NAME)
                .refuses(
                        "a gradient of another size",
                        new MaxUnpoolBackward(List.of(4L, 4L)),
                        List.of(TensorSpec.of(DType.F32, 1, 2, 4, 3), TensorSpec.of(DType.I64, 1, 2, 2, 2)),
                        "gradient needs shape [1,2,4,4]")
                .sample(choice -> {
                    MaxUnpoolBackward sample = new MaxUnpoolBackward(UnpoolPlanes.sizes(choice));
                    TensorSpec indices = TensorSpec.of(DType.I64, UnpoolPlanes.pooled(choice));
                    TensorSpec x = TensorSpec.of(choice.value("dtype", DType.class), indices.shape());
                    long size = sample.sizes.stream().reduce(1L, Math::multiplyExact);
                    return new Sample(
                            sample,
                            List.of(
                                    new MaxUnpool(sample.sizes)
                                            .infer(List.of(x, indices))
                                            .get(0),
                                    indices),
                            List.of(new Domain.Special(), new Domain.Integers(-2, size + 2)),
                            Tolerance.exact());
                });
    }
}
