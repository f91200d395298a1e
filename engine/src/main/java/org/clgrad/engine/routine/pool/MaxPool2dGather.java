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
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * y = the element of x at each window's tap argmax: what {@link MaxPool2d} did, as a linear map with the choice of taps
 * held fixed. It is the gradient of {@link MaxPool2dBackward} by dy.
 *
 * <p>Inputs: x[N,C,H,W] and argmax[N,C,outH,outW] as the forward routine gave it; any strides. Output: y of argmax's shape
 * and x's type. A tap that lies in the padding gives 0. Nothing is rounded; NaN and infinities are passed on.
 *
 * @param window where the windows lie
 */
public record MaxPool2dGather(PoolWindow window) implements Routine {
    private static final String NAME = "max_pool2d_gather";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        if (in.size() != 2) {
            throw new MismatchException(NAME, "the list of inputs", "two tensors", in.toString());
        }
        Shape output = window.output(NAME, in.get(0));
        MaxPool2dBackward.checkArgmax(NAME, window, output, in.get(1));
        return List.of(TensorSpec.of(in.get(0).dtype(), output));
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        double[] x = args.in(0).doubles();
        long[] argmax = args.in(1).longs();
        double[] y = new double[argmax.length];
        exec.each(
                y.length,
                i -> window.eachTap(i, args.in(0).shape(), args.in(1).shape(), (from, number) -> {
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
        DType dtype = plan.in(0).dtype();
        Shape output = plan.out(0).shape();
        KernelFile file = plan.open(NAME, PoolWindow.dims(output))
                .real(dtype)
                .type("T1", plan.in(1).dtype());
        KernelFile.LaunchBuilder launch = file.launch()
                .buffer(plan.dense(0), dtype)
                .buffer(plan.dense(1), plan.in(1).dtype())
                .buffer(plan.denseOut(0), dtype);
        window.arguments(launch, plan.in(0).shape(), output).add();
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        List<TensorSpec> out = infer(in);
        return Cost.of(0, List.of(in.get(1), out.get(0)), out);
    }

    /** What it is tried on: any taps, in the padding too. */
    public static SampleSpace samples() {
        MaxPool2dGather routine = new MaxPool2dGather(PoolWindow.of(2, 2));
        TensorSpec x = TensorSpec.of(DType.F32, 1, 2, 4, 6);
        return SampleSpace.of(NAME)
                .values("dtype", DType.F32, DType.F64)
                .values("window", PoolSamples.WINDOWS)
                .values("shape", PoolSamples.SHAPES)
                .where(PoolSamples::fits)
                .refuses(
                        "an argmax of another shape",
                        routine,
                        List.of(x, TensorSpec.of(DType.U8, 1, 2, 4, 6)),
                        "argmax needs u8[1,2,2,3]")
                .refuses("no argmax", routine, List.of(x), "two tensors")
                .sample(choice -> {
                    PoolWindow window = choice.value("window", PoolWindow.class);
                    Shape shape = choice.value("shape", Shape.class);
                    return new Sample(
                            new MaxPool2dGather(window),
                            List.of(
                                    TensorSpec.of(choice.value("dtype", DType.class), shape),
                                    TensorSpec.of(window.argmaxType(), window.output(NAME, shape))),
                            List.of(
                                    new Domain.Special(),
                                    new Domain.Integers(0, (long) window.kernelH() * window.kernelW())),
                            Tolerance.exact());
                });
    }
}
