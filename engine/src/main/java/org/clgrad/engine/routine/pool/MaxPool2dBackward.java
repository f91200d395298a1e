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
 * The gradient of {@link MaxPool2d}: dx = Σ of dy over the windows whose maximum the element was; 0 where it was none's.
 *
 * <p>Inputs: dy[N,C,outH,outW] and argmax of the same shape, as the forward routine gave it; any strides. Output:
 * dx[N,C,height,width]. A tap that lies in the padding gives nothing.
 *
 * <p>Windows are added in row-major order, in all variants, so all give the same bits: error ≤ (windows − 1)·u·Σ|dy|, none
 * where windows do not overlap. NaN and infinities are passed on.
 *
 * @param window where the windows lie
 * @param height H of the forward input
 * @param width W of the forward input
 */
public record MaxPool2dBackward(PoolWindow window, long height, long width) implements Routine {
    private static final String NAME = "max_pool2d_backward";
    private static final String PLANES = "max_pool2d_backward_planes";
    private static final String ITEMS = "max_pool2d_backward_items";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        if (in.size() != 2) {
            throw new MismatchException(NAME, "the list of inputs", "two tensors", in.toString());
        }
        TensorSpec dy = in.get(0);
        if (dy.rank() != 4 || !dy.dtype().isFloat()) {
            throw new MismatchException(NAME, "gradient", "a floating-point type and rank 4", dy.toString());
        }
        Shape input = Shape.of(dy.size(0), dy.size(1), height, width);
        Shape output = window.output(NAME, input);
        if (!dy.shape().equals(output)) {
            throw new MismatchException(NAME, "gradient", "shape " + output, dy.toString());
        }
        checkArgmax(NAME, window, output, in.get(1));
        return List.of(TensorSpec.of(dy.dtype(), input));
    }

    static void checkArgmax(String operation, PoolWindow window, Shape output, TensorSpec argmax) {
        TensorSpec expected = TensorSpec.of(window.argmaxType(), output);
        if (argmax.dtype() != expected.dtype() || !argmax.shape().equals(output)) {
            throw new MismatchException(operation, "argmax", expected.toString(), argmax.toString());
        }
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        double[] dy = args.in(0).doubles();
        args.out(0).set(scatter(dy, args.in(1).longs(), args.in(0).shape()));
    }

    private double[] scatter(double[] dy, long[] argmax, Shape output) {
        Shape input = Shape.of(output.size(0), output.size(1), height, width);
        double[] dx = new double[Math.toIntExact(input.elements())];
        for (int i = 0; i < dy.length; i++) {
            int from = i;
            window.eachTap(i, input, output, (to, number) -> {
                if (number == argmax[from]) {
                    dx[to] += dy[from];
                }
            });
        }
        return dx;
    }

    @Override
    public List<Variant> variants() {
        return List.of(
                new KernelVariant(PLANES, plan -> launch(plan, PLANES)),
                new KernelVariant(ITEMS, plan -> launch(plan, ITEMS)));
    }

    private void launch(PlanBuilder plan, String kernel) {
        DType dtype = plan.in(0).dtype();
        DType argmax = plan.in(1).dtype();
        KernelFile file = plan.open(kernel, PoolWindow.dims(plan.out(0).shape()))
                .real(dtype)
                .type("T1", argmax);
        if (kernel.equals(PLANES)) {
            file.define("KERNEL_W", window.kernelW());
        }
        KernelFile.LaunchBuilder launch = file.launch()
                .buffer(plan.dense(0), dtype)
                .buffer(plan.dense(1), argmax)
                .buffer(plan.denseOut(0), dtype);
        window.arguments(launch, plan.out(0).shape(), plan.in(0).shape()).add();
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        return Cost.of(in.get(0).elements(), in, infer(in));
    }

    /** What it is tried on: any taps, in the padding too, not only what the forward routine would give. */
    public static SampleSpace samples() {
        MaxPool2dBackward routine = new MaxPool2dBackward(PoolWindow.of(2, 2), 4, 6);
        TensorSpec dy = TensorSpec.of(DType.F32, 1, 2, 2, 3);
        return SampleSpace.of(NAME)
                .values("dtype", DType.F32, DType.F64)
                .values("window", PoolSamples.WINDOWS)
                .values("shape", PoolSamples.SHAPES)
                .where(PoolSamples::fits)
                .refuses(
                        "a gradient of another shape",
                        routine,
                        List.of(TensorSpec.of(DType.F32, 1, 2, 3, 3), TensorSpec.of(DType.U8, 1, 2, 3, 3)),
                        "gradient needs shape [1,2,2,3]")
                .refuses(
                        "a wide argmax",
                        routine,
                        List.of(dy, TensorSpec.of(DType.I32, 1, 2, 2, 3)),
                        "argmax needs u8[1,2,2,3]")
                .refuses("no argmax", routine, List.of(dy), "two tensors")
                .sample(choice -> {
                    PoolWindow window = choice.value("window", PoolWindow.class);
                    Shape shape = choice.value("shape", Shape.class);
                    MaxPool2dBackward sample = new MaxPool2dBackward(window, shape.size(2), shape.size(3));
                    Shape output = window.output(NAME, shape);
                    return new Sample(
                            sample,
                            List.of(
                                    TensorSpec.of(choice.value("dtype", DType.class), output),
                                    TensorSpec.of(window.argmaxType(), output)),
                            List.of(
                                    Domain.standard(),
                                    new Domain.Integers(0, (long) window.kernelH() * window.kernelW())),
                            sample.tolerance());
                });
    }

    /** A sum over the windows that cover an element; in double the reference rounds as often as the kernels. */
    private Tolerance tolerance() {
        long coveringH = ((window.kernelH() - 1L) * window.dilationH()) / window.strideH() + 1;
        long coveringW = ((window.kernelW() - 1L) * window.dilationW()) / window.strideW() + 1;
        return Tolerance.sum(2 * coveringH * coveringW, (output, in) -> {
            double[] magnitudes = in.get(0).doubles();
            for (int i = 0; i < magnitudes.length; i++) {
                magnitudes[i] = Math.abs(magnitudes[i]);
            }
            return scatter(magnitudes, in.get(1).longs(), in.get(0).shape());
        });
    }
}
