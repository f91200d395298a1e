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
 * The gradient of {@link AvgPool}: dx = Σ of dy/count over the windows that have the element among their taps.
 *
 * <p>Input dy[N,C,…], any strides. Output dx[N,C,…] with the sizes of the forward input. NaN and infinities spread to the
 * taps of their windows.
 *
 * <p>Error ≤ (windows + 1)·u·Σ|dy/count|, in an order that the kernels state.
 *
 * @param forward the pooling
 * @param sizes of the forward input's planes
 */
public record AvgPoolBackward(AvgPool forward, List<Long> sizes) implements Routine {
    private static final String NAME = "avg_pool_backward";
    private static final String ROWS = "avg_pool_backward_rows";
    private static final String ITEMS = "avg_pool_backward_items";

    public AvgPoolBackward {
        sizes = List.copyOf(sizes);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        return List.of(TensorSpec.of(in.get(0).dtype(), geometry(in).input()));
    }

    private PoolGeometry geometry(List<TensorSpec> in) {
        if (in.size() != 1) {
            throw new MismatchException(NAME, "the list of inputs", "one tensor", in.toString());
        }
        return PoolGeometry.ofGradient(NAME, forward.window(), sizes, in.get(0));
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        args.out(0).set(shares(geometry(List.of(args.in(0).spec())), args.in(0).doubles()));
    }

    private double[] shares(PoolGeometry geometry, double[] dy) {
        double[] dx = new double[Math.toIntExact(geometry.input().elements())];
        for (int i = 0; i < dy.length; i++) {
            double share =
                    dy[i] / (forward.divisor() > 0 ? forward.divisor() : geometry.count(i, forward.countPadding()));
            geometry.eachTap(i, (to, number) -> dx[to] += share);
        }
        return dx;
    }

    @Override
    public List<Variant> variants() {
        return PoolGeometry.variants(this::geometry, ROWS, ITEMS, this::launch);
    }

    private void launch(PlanBuilder plan, String kernel) {
        PoolGeometry geometry = geometry(plan.inputs());
        DType dtype = plan.in(0).dtype();
        KernelFile file = geometry.overInputs(plan, kernel).real(dtype).define("FIXED", forward.divisor() > 0);
        geometry.specialise(file, kernel.equals(ROWS));
        geometry.arguments(file.launch().buffer(plan.dense(0), dtype).buffer(plan.denseOut(0), dtype))
                .int32(forward.countPadding() ? 1 : 0)
                .int32(forward.divisor())
                .add();
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        return Cost.of(in.get(0).elements() * geometry(in).taps(), in, infer(in));
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        return PoolSamples.over(NAME, PoolSamples.UNDILATED)
                .flag("countPadding")
                .values("divisor", 0, 3)
                .refuses(
                        "a gradient of another shape",
                        new AvgPoolBackward(new AvgPool(PoolWindow.square(2, 2), true, 0), List.of(4L, 6L)),
                        List.of(TensorSpec.of(DType.F32, 1, 2, 3, 3)),
                        "gradient needs shape [1,2,2,3]")
                .sample(choice -> {
                    PoolWindow window = PoolSamples.window(choice);
                    TensorSpec input = PoolSamples.input(choice);
                    PoolGeometry geometry = PoolGeometry.ofInput(NAME, window, input);
                    AvgPoolBackward routine = new AvgPoolBackward(
                            new AvgPool(window, choice.flag("countPadding"), choice.value("divisor", Integer.class)),
                            input.shape().last(window.rank()));
                    return new Sample(
                            routine,
                            List.of(TensorSpec.of(input.dtype(), geometry.output())),
                            List.of(Domain.standard()),
                            routine.tolerance(geometry));
                });
    }

    /** A sum over the windows that cover an element, each term of which is a quotient of 2.5 ulp at most, 5 u. */
    private Tolerance tolerance(PoolGeometry geometry) {
        // Twice, since in double the reference rounds as often as the kernels.
        return Tolerance.sum(
                2 * (geometry.mostCovering() + 5), (output, in) -> shares(geometry, PoolSamples.magnitudes(in.get(0))));
    }
}
