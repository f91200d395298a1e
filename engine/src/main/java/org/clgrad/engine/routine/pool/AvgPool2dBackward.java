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
 * The gradient of {@link AvgPool2d}: dx = Σ of dy/count over the windows that have the element among their taps.
 *
 * <p>Input dy[N,C,outH,outW], any strides. Output dx[N,C,height,width]. NaN and infinities spread to the taps of their
 * windows.
 *
 * <p>Error ≤ (windows + 1)·u·Σ|dy/count|, in an order that the kernels state.
 *
 * @param window where the windows lie
 * @param countPadding whether padding counts
 * @param height H of the forward input
 * @param width W of the forward input
 */
public record AvgPool2dBackward(PoolWindow window, boolean countPadding, long height, long width) implements Routine {
    private static final String NAME = "avg_pool2d_backward";
    private static final String ROWS = "avg_pool2d_backward_rows";
    private static final String ITEMS = "avg_pool2d_backward_items";

    /** @throws IllegalArgumentException if the window is dilated */
    public AvgPool2dBackward {
        AvgPool2d.checkDilation(NAME, window);
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
        TensorSpec dy = in.get(0);
        if (dy.rank() != 4 || !dy.dtype().isFloat()) {
            throw new MismatchException(NAME, "gradient", "a floating-point type and rank 4", dy.toString());
        }
        Shape input = Shape.of(dy.size(0), dy.size(1), height, width);
        Shape output = window.output(NAME, input);
        if (!dy.shape().equals(output)) {
            throw new MismatchException(NAME, "gradient", "shape " + output, dy.toString());
        }
        return List.of(TensorSpec.of(dy.dtype(), input));
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        args.out(0).set(shares(args.in(0).doubles(), args.in(0).shape()));
    }

    private double[] shares(double[] dy, Shape output) {
        Shape input = Shape.of(output.size(0), output.size(1), height, width);
        double[] dx = new double[Math.toIntExact(input.elements())];
        for (int i = 0; i < dy.length; i++) {
            double share = dy[i] / AvgPool2d.count(window, countPadding, i, input, output);
            window.eachTap(i, input, output, (to, number) -> dx[to] += share);
        }
        return dx;
    }

    @Override
    public List<Variant> variants() {
        return List.of(
                new KernelVariant(ROWS, plan -> launch(plan, ROWS)),
                new KernelVariant(ITEMS, plan -> launch(plan, ITEMS)));
    }

    private void launch(PlanBuilder plan, String kernel) {
        DType dtype = plan.in(0).dtype();
        Shape input = plan.out(0).shape();
        KernelFile file = plan.open(kernel, PoolWindow.dims(input)).real(dtype);
        if (kernel.equals(ROWS)) {
            file.define("STRIDE_W", window.specialStrideW());
        }
        KernelFile.LaunchBuilder launch =
                file.launch().buffer(plan.dense(0), dtype).buffer(plan.denseOut(0), dtype);
        window.arguments(launch, input, plan.in(0).shape())
                .int32(countPadding ? 1 : 0)
                .add();
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        return Cost.of(in.get(0).elements() * window.kernelH() * window.kernelW(), in, infer(in));
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
                        "a gradient of another shape",
                        new AvgPool2dBackward(PoolWindow.of(2, 2), true, 4, 6),
                        List.of(TensorSpec.of(DType.F32, 1, 2, 3, 3)),
                        "gradient needs shape [1,2,2,3]")
                .sample(choice -> {
                    PoolWindow window = choice.value("window", PoolWindow.class);
                    Shape shape = choice.value("shape", Shape.class);
                    AvgPool2dBackward routine =
                            new AvgPool2dBackward(window, choice.flag("countPadding"), shape.size(2), shape.size(3));
                    return new Sample(
                            routine,
                            List.of(TensorSpec.of(choice.value("dtype", DType.class), window.output(NAME, shape))),
                            List.of(Domain.standard()),
                            routine.tolerance());
                });
    }

    /** A sum over the windows that cover an element, each term of which is a quotient of 2.5 ulp at most, 5 u. */
    private Tolerance tolerance() {
        long coveringH = (window.kernelH() - 1L) / window.strideH() + 1;
        long coveringW = (window.kernelW() - 1L) / window.strideW() + 1;
        // Twice, since in double the reference rounds as often as the kernels.
        return Tolerance.sum(
                2 * (coveringH * coveringW + 5),
                (output, in) ->
                        shares(PoolSamples.magnitudes(in.get(0)), in.get(0).shape()));
    }
}
