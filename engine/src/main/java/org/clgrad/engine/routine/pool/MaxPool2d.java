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
 * y = the largest element of each window, argmax = the number r·kernelW + s of its tap (r, s) within the window.
 *
 * <p>Input x[N,C,H,W], floating point, any strides. Outputs: y[N,C,outH,outW], with outH = ⌊(H + 2·padH −
 * dilationH·(kernelH − 1) − 1)/strideH⌋ + 1, rounded up with ceilMode; argmax of the same shape, {@code U8} where
 * kernelH·kernelW ≤ 256, else {@code I32}.
 *
 * <p>Of equal elements (0 and −0 are equal) the first one counts. A NaN is larger than anything, and of several the last
 * one counts, as in PyTorch. Padding is never chosen; a window all of whose taps lie in the padding, which dilation makes
 * possible, gives −∞ and tap 0. N and C may be 0.
 *
 * <p>Nothing is rounded.
 *
 * @param window where the windows lie
 */
public record MaxPool2d(PoolWindow window) implements Routine {
    private static final String NAME = "max_pool2d";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        if (in.size() != 1) {
            throw new MismatchException(NAME, "the list of inputs", "one tensor", in.toString());
        }
        Shape out = window.output(NAME, in.get(0));
        return List.of(TensorSpec.of(in.get(0).dtype(), out), TensorSpec.of(window.argmaxType(), out));
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        Shape input = args.in(0).shape();
        Shape output = args.out(0).shape();
        double[] x = args.in(0).doubles();
        double[] y = new double[args.out(0).size()];
        long[] argmax = new long[y.length];
        exec.each(y.length, at -> {
            int i = (int) at;
            boolean[] found = {false};
            y[i] = Double.NEGATIVE_INFINITY;
            window.eachTap(at, input, output, (from, number) -> {
                if (!found[0] || x[from] > y[i] || Double.isNaN(x[from])) {
                    found[0] = true;
                    y[i] = x[from];
                    argmax[i] = number;
                }
            });
        });
        args.out(0).set(y);
        args.out(1).set(argmax);
    }

    @Override
    public List<Variant> variants() {
        return List.of(
                new KernelVariant("max_pool2d_rows", plan -> launch(plan, "max_pool2d_rows")),
                new KernelVariant("max_pool2d_items", plan -> launch(plan, "max_pool2d_items")));
    }

    private void launch(PlanBuilder plan, String kernel) {
        DType dtype = plan.in(0).dtype();
        Shape output = plan.out(0).shape();
        DType argmax = plan.out(1).dtype();
        boolean special = kernel.equals("max_pool2d_rows");
        KernelFile file = plan.open(kernel, PoolWindow.dims(output)).real(dtype).type("T1", argmax);
        if (special) {
            file.define("STRIDE_W", window.specialStrideW());
        }
        window.arguments(
                        file.launch()
                                .buffer(plan.dense(0), dtype)
                                .buffer(plan.denseOut(0), dtype)
                                .buffer(plan.denseOut(1), argmax),
                        plan.in(0).shape(),
                        output)
                .add();
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        List<TensorSpec> out = infer(in);
        return Cost.of(out.get(0).elements() * window.kernelH() * window.kernelW(), in, out);
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        return SampleSpace.of(NAME)
                .values("dtype", DType.F32, DType.F64)
                .values("window", PoolSamples.WINDOWS)
                .values("shape", PoolSamples.SHAPES)
                .values("domain", Domain.standard(), new Domain.Ties(), new Domain.Special())
                .where(PoolSamples::fits)
                .refuses(
                        "three axes",
                        new MaxPool2d(PoolWindow.of(2, 2)),
                        List.of(TensorSpec.of(DType.F32, 3, 4, 4)),
                        "input needs a floating-point type and shape [N,C,H,W]")
                .refuses(
                        "a window larger than the input",
                        new MaxPool2d(PoolWindow.of(3, 1)),
                        List.of(TensorSpec.of(DType.F32, 1, 1, 2, 5)),
                        "window 3×3 needs an input that holds one")
                .refuses(
                        "integers",
                        new MaxPool2d(PoolWindow.of(2, 2)),
                        List.of(TensorSpec.of(DType.I32, 1, 1, 4, 4)),
                        "floating-point")
                .sample(choice -> new Sample(
                        new MaxPool2d(choice.value("window", PoolWindow.class)),
                        List.of(TensorSpec.of(choice.value("dtype", DType.class), choice.value("shape", Shape.class))),
                        List.of(choice.value("domain", Domain.class)),
                        Tolerance.exact()));
    }
}
