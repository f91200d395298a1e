package org.clgrad.engine.routine.pool;

import java.util.List;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.Cost;
import org.clgrad.engine.routine.Domain;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.KernelFile;
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
 * y = the largest element of each window, argmax = the number of its tap within the window: tap (q, r, s) along depth,
 * height and width has the number (q·kernelH + r)·kernelW + s, kernel being the most taps of a window.
 *
 * <p>Input x[N,C,W], x[N,C,H,W] or x[N,C,D,H,W], or without N, floating point, any strides. Outputs: y[N,C,…], a size of
 * which is ⌊(size + 2·pad − dilation·(kernel − 1) − 1)/stride⌋ + 1 for windows that slide, rounded up in ceil mode; argmax
 * of the same shape, {@code U8} where windows have 255 taps at most, else {@code I32}.
 *
 * <p>Of equal elements (0 and −0 are equal) the first one counts. A NaN is larger than anything, and of several the last
 * one counts, as in PyTorch. Padding is never chosen; a window all of whose taps lie in the padding, which dilation makes
 * possible, gives −∞ and tap 0. N and C may be 0.
 *
 * <p>Rectified, y is 0 where that is not above 0, with the number of taps in the place of a tap: no element has given it, and so none
 * has a gradient of it. NaN stays.
 *
 * <p>Nothing is rounded.
 *
 * @param window where the windows lie
 * @param rectified whether a ReLU follows
 */
public record MaxPool(PoolWindow window, boolean rectified) implements Routine {
    private static final String NAME = "max_pool";
    private static final String ROWS = "max_pool_rows";
    private static final String ITEMS = "max_pool_items";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        PoolGeometry geometry = geometry(in);
        return List.of(TensorSpec.of(in.get(0).dtype(), geometry.output()), geometry.argmax(NAME));
    }

    private PoolGeometry geometry(List<TensorSpec> in) {
        if (in.size() != 1) {
            throw new MismatchException(NAME, "the list of inputs", "one tensor", in.toString());
        }
        return PoolGeometry.ofInput(NAME, window, in.get(0));
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        PoolGeometry geometry = geometry(List.of(args.in(0).spec()));
        double[] x = args.in(0).doubles();
        double[] y = new double[args.out(0).size()];
        long[] argmax = new long[y.length];
        exec.each(y.length, at -> {
            int i = (int) at;
            boolean[] found = {false};
            y[i] = Double.NEGATIVE_INFINITY;
            geometry.eachTap(at, (from, number) -> {
                if (!found[0] || x[from] > y[i] || Double.isNaN(x[from])) {
                    found[0] = true;
                    y[i] = x[from];
                    argmax[i] = number;
                }
            });
            if (rectified && y[i] <= 0) {
                y[i] = 0;
                argmax[i] = geometry.taps();
            }
        });
        args.out(0).set(y);
        args.out(1).set(argmax);
    }

    @Override
    public Tuned tunedAs(List<TensorSpec> in) {
        return new Tuned(new MaxPool(window, false), in);
    }

    @Override
    public List<Variant> variants() {
        return PoolGeometry.variants(this::geometry, ROWS, ITEMS, this::launch);
    }

    private void launch(PlanBuilder plan, String kernel) {
        PoolGeometry geometry = geometry(plan.inputs());
        DType dtype = plan.in(0).dtype();
        DType argmax = plan.out(1).dtype();
        KernelFile file = geometry.overOutputs(plan, kernel)
                .real(dtype)
                .type("T1", argmax)
                .define("RECTIFIED", rectified);
        geometry.specialise(file, kernel.equals(ROWS));
        if (kernel.equals(ROWS)) {
            geometry.taps(file);
        }
        KernelFile.LaunchBuilder launch = file.launch()
                .buffer(plan.dense(0), dtype)
                .buffer(plan.denseOut(0), dtype)
                .buffer(plan.denseOut(1), argmax);
        if (kernel.equals(ROWS)) {
            launch.int64(geometry.planes());
        }
        geometry.arguments(launch).add();
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        List<TensorSpec> out = infer(in);
        return Cost.of(out.get(0).elements() * geometry(in).taps(), in, out);
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        return PoolSamples.over(NAME, PoolSamples.WINDOWS)
                .flag("rectified")
                .values("domain", Domain.standard(), new Domain.Ties(), new Domain.Special())
                .refuses(
                        "two axes",
                        new MaxPool(PoolWindow.square(2, 2), false),
                        List.of(TensorSpec.of(DType.F32, 4, 4)),
                        "input needs shape [N,C,H,W] or [C,H,W]")
                .refuses(
                        "a window larger than the input",
                        new MaxPool(PoolWindow.square(3, 1), false),
                        List.of(TensorSpec.of(DType.F32, 1, 1, 2, 5)),
                        "window 3×3")
                .refuses(
                        "integers",
                        new MaxPool(PoolWindow.square(2, 2), false),
                        List.of(TensorSpec.of(DType.I32, 1, 1, 4, 4)),
                        "floating-point")
                .sample(choice -> new Sample(
                        new MaxPool(PoolSamples.window(choice), choice.flag("rectified")),
                        List.of(PoolSamples.input(choice)),
                        List.of(choice.value("domain", Domain.class)),
                        Tolerance.exact()));
    }
}
