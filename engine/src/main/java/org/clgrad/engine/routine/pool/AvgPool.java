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
 * y = the mean of each window: the sum of its taps inside the input, divided by the number of places that count.
 *
 * <p>Input x[N,C,W], x[N,C,H,W] or x[N,C,D,H,W], or without N, floating point, any strides. Output y[N,C,…], with the
 * sizes of {@link MaxPool}.
 *
 * <p>With countPadding the places in the padding count, as zeros; without, only those inside the input. What a last window
 * of ceil mode reaches beyond the padding never counts, as in PyTorch. NaN and infinities spread to their windows. N and C
 * may be 0.
 *
 * <p>A sum and a division: error ≤ (taps + 1)·u·Σ|x|/count.
 *
 * @param window where the windows lie
 * @param countPadding whether padding counts
 * @param divisor what sums are divided by instead, or 0 for the number of places that count
 */
public record AvgPool(PoolWindow window, boolean countPadding, int divisor) implements Routine {
    private static final String NAME = "avg_pool";
    private static final String ROWS = "avg_pool_rows";
    private static final String ITEMS = "avg_pool_items";

    /** @throws IllegalArgumentException if the window is dilated, or the divisor negative */
    public AvgPool {
        PoolGeometry.checkDilation(NAME, window);
        if (divisor < 0) {
            throw new IllegalArgumentException(NAME + ": the divisor is at least 1, or 0 for none, got " + divisor);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        return List.of(TensorSpec.of(in.get(0).dtype(), geometry(in).output()));
    }

    private PoolGeometry geometry(List<TensorSpec> in) {
        if (in.size() != 1) {
            throw new MismatchException(NAME, "the list of inputs", "one tensor", in.toString());
        }
        return PoolGeometry.ofInput(NAME, window, in.get(0));
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        args.out(0)
                .set(means(
                        exec, geometry(List.of(args.in(0).spec())), args.in(0).doubles()));
    }

    private double[] means(HostExec exec, PoolGeometry geometry, double[] x) {
        double[] y = new double[Math.toIntExact(geometry.output().elements())];
        exec.each(y.length, at -> {
            double[] sum = {0};
            geometry.eachTap(at, (from, number) -> sum[0] += x[from]);
            y[(int) at] = sum[0] / (divisor > 0 ? divisor : geometry.count(at, countPadding));
        });
        return y;
    }

    @Override
    public List<Variant> variants() {
        return PoolGeometry.variants(this::geometry, ROWS, ITEMS, this::launch);
    }

    private void launch(PlanBuilder plan, String kernel) {
        PoolGeometry geometry = geometry(plan.inputs());
        DType dtype = plan.in(0).dtype();
        KernelFile file = geometry.overOutputs(plan, kernel).real(dtype).define("FIXED", divisor > 0);
        geometry.specialise(file, kernel.equals(ROWS));
        geometry.arguments(file.launch().buffer(plan.dense(0), dtype).buffer(plan.denseOut(0), dtype))
                .int32(countPadding ? 1 : 0)
                .int32(divisor)
                .add();
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        List<TensorSpec> out = infer(in);
        return Cost.of(out.get(0).elements() * geometry(in).taps(), in, out);
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        return PoolSamples.over(NAME, PoolSamples.UNDILATED)
                .flag("countPadding")
                .values("divisor", 0, 3)
                .refuses(
                        "two axes",
                        new AvgPool(PoolWindow.square(2, 2), true, 0),
                        List.of(TensorSpec.of(DType.F32, 4, 4)),
                        "input needs shape [N,C,H,W] or [C,H,W]")
                .refuses(
                        "a window larger than the input",
                        new AvgPool(PoolWindow.square(3, 1), false, 0),
                        List.of(TensorSpec.of(DType.F32, 1, 1, 2, 5)),
                        "window 3×3")
                .sample(choice -> {
                    AvgPool routine = new AvgPool(
                            PoolSamples.window(choice),
                            choice.flag("countPadding"),
                            choice.value("divisor", Integer.class));
                    return new Sample(
                            routine,
                            List.of(PoolSamples.input(choice)),
                            List.of(Domain.standard()),
                            routine.tolerance(routine.geometry(List.of(PoolSamples.input(choice)))));
                });
    }

    /** The sum of the taps, to which the quotient adds one rounding of 2.5 ulp at most, 5 u. */
    private Tolerance tolerance(PoolGeometry geometry) {
        return Tolerance.sum(
                5 + geometry.taps(),
                (output, in) -> means(HostExec.sequential(), geometry, PoolSamples.magnitudes(in.get(0))));
    }
}
