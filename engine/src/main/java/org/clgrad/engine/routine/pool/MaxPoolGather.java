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
import org.clgrad.engine.routine.Tolerance;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * y = the element of x at each window's tap argmax: what {@link MaxPool} did, as a linear map with the choice of taps held
 * fixed. It is the gradient of {@link MaxPoolBackward} by dy.
 *
 * <p>Inputs: x[N,C,…] and argmax[N,C,…] as the forward routine gave it; any strides. Output: y of argmax's shape and x's
 * type. A tap that lies in the padding, or is none, gives 0. Nothing is rounded; NaN and infinities are passed on.
 *
 * @param window where the windows lie
 */
public record MaxPoolGather(PoolWindow window) implements Routine {
    private static final String NAME = "max_pool_gather";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        return List.of(TensorSpec.of(in.get(0).dtype(), geometry(in).output()));
    }

    private PoolGeometry geometry(List<TensorSpec> in) {
        if (in.size() != 2) {
            throw new MismatchException(NAME, "the list of inputs", "two tensors", in.toString());
        }
        PoolGeometry geometry = PoolGeometry.ofInput(NAME, window, in.get(0));
        geometry.checkArgmax(NAME, in.get(1));
        return geometry;
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        PoolGeometry geometry = geometry(List.of(args.in(0).spec(), args.in(1).spec()));
        double[] x = args.in(0).doubles();
        long[] argmax = args.in(1).longs();
        double[] y = new double[argmax.length];
        exec.each(
                y.length,
                i -> geometry.eachTap(i, (from, number) -> {
                    if (number == argmax[(int) i]) {
                        y[(int) i] = x[from];
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
        DType dtype = plan.in(0).dtype();
        DType argmax = plan.in(1).dtype();
        KernelFile file = geometry.overOutputs(plan, NAME).real(dtype).type("T1", argmax);
        geometry.specialise(file, false);
        geometry.arguments(file.launch()
                        .buffer(plan.dense(0), dtype)
                        .buffer(plan.dense(1), argmax)
                        .buffer(plan.denseOut(0), dtype))
                .add();
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        List<TensorSpec> out = infer(in);
        return Cost.of(0, List.of(in.get(1), out.get(0)), out);
    }

    /** What it is tried on: any taps, in the padding too, and none. */
    public static SampleSpace samples() {
        MaxPoolGather routine = new MaxPoolGather(PoolWindow.square(2, 2));
        TensorSpec x = TensorSpec.of(DType.F32, 1, 2, 4, 6);
        return PoolSamples.over(NAME, PoolSamples.WINDOWS)
                .refuses(
                        "an argmax of another shape",
                        routine,
                        List.of(x, TensorSpec.of(DType.U8, 1, 2, 4, 6)),
                        "argmax needs u8[1,2,2,3]")
                .refuses("no argmax", routine, List.of(x), "two tensors")
                .sample(choice -> {
                    PoolGeometry geometry =
                            PoolGeometry.ofInput(NAME, PoolSamples.window(choice), PoolSamples.input(choice));
                    return new Sample(
                            new MaxPoolGather(PoolSamples.window(choice)),
                            List.of(PoolSamples.input(choice), geometry.argmax(NAME)),
                            List.of(new Domain.Special(), new Domain.Integers(0, geometry.taps() + 1)),
                            Tolerance.exact());
                });
    }
}
