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
 * The gradient of {@link MaxPool}: dx = Σ of dy over the windows whose maximum the element was; 0 where it was none's.
 *
 * <p>Inputs: dy[N,C,…] and argmax of the same shape, as the forward routine gave it; any strides. Output: dx[N,C,…] with
 * the sizes of the forward input. A tap that lies in the padding, or is none, gives nothing.
 *
 * <p>Windows are added in row-major order, in all variants, so all give the same bits: error ≤ (windows − 1)·u·Σ|dy|, none
 * where windows do not overlap. NaN and infinities are passed on.
 *
 * @param window where the windows lie
 * @param sizes of the forward input's planes
 */
public record MaxPoolBackward(PoolWindow window, List<Long> sizes) implements Routine {
    private static final String NAME = "max_pool_backward";
    private static final String ROWS = "max_pool_backward_rows";
    private static final String PLANES = "max_pool_backward_planes";
    private static final String ITEMS = "max_pool_backward_items";

    /** Up to so many windows that may cover an element each element asks them all; with more each window adds to its own. */
    private static final long MOST_COVERING = 16;

    /** With fewer along a row most elements lie beside a border. */
    private static final long LEAST_WINDOWS = 12;

    /** Columns for which the kernel has private memory where dx is large. */
    private static final long MOST_COLUMNS = 2048;

    public MaxPoolBackward {
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
        if (in.size() != 2) {
            throw new MismatchException(NAME, "the list of inputs", "two tensors", in.toString());
        }
        PoolGeometry geometry = PoolGeometry.ofGradient(NAME, window, sizes, in.get(0));
        geometry.checkArgmax(NAME, in.get(1));
        return geometry;
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        PoolGeometry geometry = geometry(List.of(args.in(0).spec(), args.in(1).spec()));
        args.out(0).set(scatter(geometry, args.in(0).doubles(), args.in(1).longs()));
    }

    private static double[] scatter(PoolGeometry geometry, double[] dy, long[] argmax) {
        double[] dx = new double[Math.toIntExact(geometry.input().elements())];
        for (int i = 0; i < dy.length; i++) {
            int from = i;
            geometry.eachTap(i, (to, number) -> {
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
                new KernelVariant(ROWS, in -> fitsRows(geometry(in)), plan -> launch(plan, ROWS)),
                // It adds where it has stored, which would round each sum to what is stored.
                new KernelVariant(
                        PLANES,
                        in -> !geometry(in).isAdaptive() && !in.get(0).dtype().isNarrow(),
                        plan -> launch(plan, PLANES)),
                new KernelVariant(ITEMS, plan -> launch(plan, ITEMS)));
    }

    private static boolean fitsRows(PoolGeometry geometry) {
        AxisWindows w = geometry.axes().get(2);
        return !geometry.isAdaptive()
                && w.stride() <= 2
                && w.dilation() == 1
                && w.windows() >= LEAST_WINDOWS
                && geometry.mostCovering() <= MOST_COVERING;
    }

    /** Whether rows go past the caches, which those of 16 bits do not. */
    private static boolean isLarge(TensorSpec dx, long streamKib) {
        return dx.sizeBytes() >= streamKib << 10
                && dx.size(-1) <= MOST_COLUMNS
                && !dx.dtype().isNarrow();
    }

    private void launch(PlanBuilder plan, String kernel) {
        PoolGeometry geometry = geometry(plan.inputs());
        DType dtype = plan.in(0).dtype();
        DType argmax = plan.in(1).dtype();
        KernelFile file = geometry.overInputs(plan, kernel).real(dtype).type("T1", argmax);
        if (kernel.equals(ROWS)) {
            // Opened once to be asked what its rows are stored by, since what is defined comes before the tunables.
            KernelFile asked = geometry.overInputs(plan, kernel).real(dtype).type("T1", argmax);
            file.define("STRIDE_W", geometry.axes().get(2).stride())
                    .define("KERNEL_W", geometry.axes().get(2).kernel())
                    .define("LARGE", isLarge(plan.out(0), asked.tunable("STREAM_KIB")));
        } else if (kernel.equals(PLANES)) {
            file.define("KERNEL_H", geometry.axes().get(1).kernel())
                    .define("KERNEL_W", geometry.axes().get(2).kernel());
        } else {
            geometry.specialise(file, false);
        }
        KernelFile.LaunchBuilder launch = file.launch()
                .buffer(plan.dense(0), dtype)
                .buffer(plan.dense(1), argmax)
                .buffer(plan.denseOut(0), dtype);
        geometry.arguments(launch).add();
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        return Cost.of(in.get(0).elements(), in, infer(in));
    }

    /** What it is tried on: any taps, in the padding too, and none, not only what the forward routine would give. */
    public static SampleSpace samples() {
        MaxPoolBackward routine = new MaxPoolBackward(PoolWindow.square(2, 2), List.of(4L, 6L));
        TensorSpec dy = TensorSpec.of(DType.F32, 1, 2, 2, 3);
        return PoolSamples.over(NAME, PoolSamples.WINDOWS)
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
                    PoolWindow window = PoolSamples.window(choice);
                    TensorSpec input = PoolSamples.input(choice);
                    PoolGeometry geometry = PoolGeometry.ofInput(NAME, window, input);
                    return new Sample(
                            new MaxPoolBackward(window, input.shape().last(window.rank())),
                            List.of(TensorSpec.of(input.dtype(), geometry.output()), geometry.argmax(NAME)),
                            List.of(Domain.standard(), new Domain.Integers(0, geometry.taps() + 1)),
                            tolerance(geometry));
                });
    }

    /** A sum over the windows that cover an element; in double the reference rounds as often as the kernels. */
    private static Tolerance tolerance(PoolGeometry geometry) {
        return Tolerance.sum(
                2 * geometry.mostCovering(),
                (output, in) -> scatter(
                        geometry, PoolSamples.magnitudes(in.get(0)), in.get(1).longs()));
    }
}
