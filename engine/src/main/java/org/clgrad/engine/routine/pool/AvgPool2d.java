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
 * y = the mean of each window: the sum of its taps inside the input, divided by the number of places that count.
 *
 * <p>Input x[N,C,H,W], floating point, any strides. Output y[N,C,outH,outW], with the sizes of {@link MaxPool2d}.
 *
 * <p>With countPadding the places in the padding count, as zeros; without, only those inside the input. What a last window
 * of ceilMode reaches beyond the padding never counts, as in PyTorch. NaN and infinities spread to their windows. N and C
 * may be 0.
 *
 * <p>A sum and a division: error ≤ (taps + 1)·u·Σ|x|/count.
 *
 * @param window where the windows lie
 * @param countPadding whether padding counts
 */
public record AvgPool2d(PoolWindow window, boolean countPadding) implements Routine {
    private static final String NAME = "avg_pool2d";
    private static final String ROWS = "avg_pool2d_rows";
    private static final String ITEMS = "avg_pool2d_items";

    /** @throws IllegalArgumentException if the window is dilated */
    public AvgPool2d {
        checkDilation(NAME, window);
    }

    static void checkDilation(String operation, PoolWindow window) {
        if (window.dilationH() != 1 || window.dilationW() != 1) {
            throw new IllegalArgumentException(operation + ": dilation is 1, got " + window);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        if (in.size() != 1) {
            throw new MismatchException(NAME, "the list of inputs", "one tensor", in.toString());
        }
        return List.of(TensorSpec.of(in.get(0).dtype(), window.output(NAME, in.get(0))));
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        double[] x = args.in(0).doubles();
        args.out(0).set(means(exec, x, args.in(0).shape(), args.out(0).shape()));
    }

    private double[] means(HostExec exec, double[] x, Shape input, Shape output) {
        double[] y = new double[Math.toIntExact(output.elements())];
        exec.each(y.length, at -> {
            double[] sum = {0};
            window.eachTap(at, input, output, (from, number) -> sum[0] += x[from]);
            y[(int) at] = sum[0] / count(window, countPadding, at, input, output);
        });
        return y;
    }

    /** The number of places that count of window number {@code at}, counted one by one. */
    static int count(PoolWindow window, boolean countPadding, long at, Shape input, Shape output) {
        int padH = countPadding ? window.padH() : 0;
        int padW = countPadding ? window.padW() : 0;
        long top = at / output.size(3) % output.size(2) * window.strideH() - window.padH();
        long left = at % output.size(3) * window.strideW() - window.padW();
        int count = 0;
        for (long h = top; h < top + window.kernelH(); h++) {
            for (long w = left; w < left + window.kernelW(); w++) {
                boolean isRow = h >= -padH && h < input.size(2) + padH;
                boolean isColumn = w >= -padW && w < input.size(3) + padW;
                count += isRow && isColumn ? 1 : 0;
            }
        }
        return count;
    }

    @Override
    public List<Variant> variants() {
        return List.of(
                new KernelVariant(ROWS, plan -> launch(plan, ROWS)),
                new KernelVariant(ITEMS, plan -> launch(plan, ITEMS)));
    }

    private void launch(PlanBuilder plan, String kernel) {
        DType dtype = plan.in(0).dtype();
        Shape output = plan.out(0).shape();
        KernelFile file = plan.open(kernel, PoolWindow.dims(output)).real(dtype);
        if (kernel.equals(ROWS)) {
            file.define("STRIDE_W", window.specialStrideW());
        }
        KernelFile.LaunchBuilder launch =
                file.launch().buffer(plan.dense(0), dtype).buffer(plan.denseOut(0), dtype);
        window.arguments(launch, plan.in(0).shape(), output)
                .int32(countPadding ? 1 : 0)
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
                .values("window", PoolSamples.UNDILATED)
                .values("shape", PoolSamples.SHAPES)
                .flag("countPadding")
                .where(PoolSamples::fits)
                .refuses(
                        "three axes",
                        new AvgPool2d(PoolWindow.of(2, 2), true),
                        List.of(TensorSpec.of(DType.F32, 3, 4, 4)),
                        "input needs a floating-point type and shape [N,C,H,W]")
                .refuses(
                        "a window larger than the input",
                        new AvgPool2d(PoolWindow.of(3, 1), false),
                        List.of(TensorSpec.of(DType.F32, 1, 1, 2, 5)),
                        "window 3×3 needs an input that holds one")
                .sample(choice -> {
                    AvgPool2d routine =
                            new AvgPool2d(choice.value("window", PoolWindow.class), choice.flag("countPadding"));
                    return new Sample(
                            routine,
                            List.of(TensorSpec.of(
                                    choice.value("dtype", DType.class), choice.value("shape", Shape.class))),
                            List.of(Domain.standard()),
                            routine.tolerance());
                });
    }

    /** The sum of the taps, to which the quotient adds one rounding of 2.5 ulp at most, 5 u. */
    private Tolerance tolerance() {
        return Tolerance.sum(5 + (long) window.kernelH() * window.kernelW(), (output, in) -> {
            Shape input = in.get(0).shape();
            return means(HostExec.sequential(), PoolSamples.magnitudes(in.get(0)), input, window.output(NAME, input));
        });
    }
}
