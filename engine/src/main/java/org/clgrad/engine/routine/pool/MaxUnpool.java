package org.clgrad.engine.routine.pool;

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
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * y = 0 but for the elements of x, each at the place in its plane, row-major, that its index says: what max pooling took out
 * is put back where it was.
 *
 * <p>Inputs: x[N,C,…] or x[C,…] with one to three further axes, floating point, and indices of the same shape, {@code I64};
 * any strides. Output: y of the sizes given.
 *
 * <p>Of several elements with one index the last one in row-major order stays. An index that is no place of the plane is
 * passed over (PyTorch refuses it; here nobody waits for the device to find out). Nothing is rounded; NaN and infinities are
 * passed on. N and C may be 0.
 *
 * @param sizes of the planes of y
 */
public record MaxUnpool(List<Long> sizes) implements Routine {
    private static final String NAME = "max_unpool";

    /** @throws IllegalArgumentException if there are not one to three sizes, of at least 1 */
    public MaxUnpool {
        sizes = UnpoolPlanes.checked(NAME, sizes);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        return List.of(TensorSpec.of(
                in.get(0).dtype(), UnpoolPlanes.ofInputs(NAME, sizes, in).unpooled()));
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        UnpoolPlanes planes = UnpoolPlanes.ofInputs(
                NAME, sizes, List.of(args.in(0).spec(), args.in(1).spec()));
        double[] x = args.in(0).doubles();
        long[] indices = args.in(1).longs();
        double[] y = new double[args.out(0).size()];
        for (int i = 0; i < x.length; i++) {
            if (indices[i] >= 0 && indices[i] < planes.size()) {
                y[Math.toIntExact(i / planes.count() * planes.size() + indices[i])] = x[i];
            }
        }
        args.out(0).set(y);
    }

    @Override
    public List<Variant> variants() {
        return List.of(new KernelVariant(NAME, this::launch));
    }

    private void launch(PlanBuilder plan) {
        UnpoolPlanes planes = UnpoolPlanes.ofInputs(NAME, sizes, plan.inputs());
        DType dtype = plan.in(0).dtype();
        KernelFile file = plan.open(NAME, planes.dims()).real(dtype);
        Slot owners = planes.claim(plan, file, NAME);
        file.launch()
                .buffer(plan.dense(0), dtype)
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
        MaxUnpool routine = new MaxUnpool(List.of(4L, 4L));
        TensorSpec x = TensorSpec.of(DType.F32, 1, 2, 2, 2);
        return UnpoolPlanes.space(NAME)
                .refuses("no indices", routine, List.of(x), "two tensors")
                .refuses("narrow indices", routine, List.of(x, TensorSpec.of(DType.I32, 1, 2, 2, 2)), "i64[1,2,2,2]")
                .refuses("other indices", routine, List.of(x, TensorSpec.of(DType.I64, 1, 2, 2, 3)), "i64[1,2,2,2]")
                .sample(choice -> {
                    MaxUnpool sample = new MaxUnpool(UnpoolPlanes.sizes(choice));
                    Shape shape = UnpoolPlanes.pooled(choice);
                    long size = sample.sizes.stream().reduce(1L, Math::multiplyExact);
                    return new Sample(
                            sample,
                            List.of(
                                    TensorSpec.of(choice.value("dtype", DType.class), shape),
                                    TensorSpec.of(DType.I64, shape)),
                            List.of(new Domain.Special(), new Domain.Integers(-2, size + 2)),
                            Tolerance.exact());
                });
    }
}
