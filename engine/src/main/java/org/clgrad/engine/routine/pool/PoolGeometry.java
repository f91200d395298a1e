package org.clgrad.engine.routine.pool;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.clgrad.engine.routine.KernelFile;
import org.clgrad.engine.routine.KernelVariant;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * The windows over an input of known sizes: what all pooling routines check, ask and launch alike. Inputs are planes
 * [N,C,…] or [C,…] of one to three axes; missing outer axes are axes of size 1 with one window.
 *
 * @param axes three
 * @param planes how many there are
 * @param input the forward input's shape
 * @param output the shape of what has an element for each window
 */
record PoolGeometry(List<AxisWindows> axes, long planes, Shape input, Shape output) {
    /** The largest number of taps whose numbers fit a byte, and one more that stands for none. */
    private static final long BYTE_TAPS = 255;

    private static final List<String> NAMES = List.of("D", "H", "W");

    /**
     * The windows over an input.
     *
     * @throws MismatchException if it is not planes of a floating-point type that hold a window
     */
    static PoolGeometry ofInput(String operation, PoolWindow window, TensorSpec input) {
        checkPlanes(operation, "input", window, input);
        if (!input.dtype().isFloat()) {
            throw new MismatchException(operation, "input", "a floating-point type", input.toString());
        }
        return over(operation, window, input.shape());
    }

    /**
     * The windows over an input of which there is only something with an element for each window, and its sizes.
     *
     * @param sizes of the input's plane
     * @throws MismatchException if that has another shape
     */
    static PoolGeometry ofOutput(
            String operation, String name, PoolWindow window, List<Long> sizes, TensorSpec output) {
        checkPlanes(operation, name, window, output);
        if (sizes.size() != window.rank()) {
            throw new MismatchException(operation, "the input's sizes", window.rank() + " numbers", sizes.toString());
        }
        Shape input = output.shape();
        for (int i = 0; i < sizes.size(); i++) {
            input = input.with(i - sizes.size(), sizes.get(i));
        }
        PoolGeometry geometry = over(operation, window, input);
        if (!output.shape().equals(geometry.output)) {
            throw new MismatchException(operation, name, "shape " + geometry.output, output.toString());
        }
        return geometry;
    }

    /** As {@link #ofOutput}, of the gradient of a pooling's output. */
    static PoolGeometry ofGradient(String operation, PoolWindow window, List<Long> sizes, TensorSpec dy) {
        if (!dy.dtype().isFloat()) {
            throw new MismatchException(operation, "gradient", "a floating-point type", dy.toString());
        }
        return ofOutput(operation, "gradient", window, sizes, dy);
    }

    private static void checkPlanes(String operation, String name, PoolWindow window, TensorSpec spec) {
        int channels = spec.rank() - window.rank();
        if (channels != 1 && channels != 2) {
            String plane = String.join(",", NAMES.subList(NAMES.size() - window.rank(), NAMES.size()));
            throw new MismatchException(
                    operation, name, "shape [N,C," + plane + "] or [C," + plane + "]", spec.toString());
        }
    }

    private static PoolGeometry over(String operation, PoolWindow window, Shape input) {
        int rank = window.rank();
        List<AxisWindows> axes = IntStream.range(0, PoolWindow.MOST_AXES)
                .map(i -> i - PoolWindow.MOST_AXES + rank)
                .mapToObj(i -> i < 0 ? AxisWindows.NONE : window.along(i, input.size(i - rank)))
                .toList();
        if (axes.stream().anyMatch(axis -> axis.size() < 1 || axis.windows() < 1)) {
            throw new MismatchException(operation, "window " + window, "an input that holds one", input.toString());
        }
        Shape output = input;
        for (int i = 1; i <= rank; i++) {
            output = output.with(-i, axes.get(PoolWindow.MOST_AXES - i).windows());
        }
        long planes = LongStream.of(input.toArray()).limit(input.rank() - rank).reduce(1, Math::multiplyExact);
        return new PoolGeometry(axes, planes, input, output);
    }

    /**
     * Checks that a pooling without dilation is asked for.
     *
     * @throws IllegalArgumentException if a window is dilated
     */
    static void checkDilation(String operation, PoolWindow window) {
        if (window instanceof PoolWindow.Sliding sliding
                && sliding.axes().stream().anyMatch(axis -> axis.dilation() != 1)) {
            throw new IllegalArgumentException(operation + ": dilation is 1, got " + window);
        }
    }

    private AxisWindows w() {
        return axes.get(2);
    }

    /** The most taps of a window. */
    long taps() {
        return axes.stream().mapToLong(AxisWindows::kernel).reduce(1, Math::multiplyExact);
    }

    /** At most so many windows cover an element. */
    long mostCovering() {
        return axes.stream().mapToLong(AxisWindows::mostCovering).reduce(1, Math::multiplyExact);
    }

    /** The numbers of taps, of each window's largest element. */
    TensorSpec argmax(String operation) {
        if (taps() > Integer.MAX_VALUE) {
            throw new MismatchException(operation, "a window", "fewer than 2³¹ taps", Long.toString(taps()));
        }
        return TensorSpec.of(taps() <= BYTE_TAPS ? DType.U8 : DType.I32, output);
    }

    /** @throws MismatchException if the numbers of taps are not as a forward pass over such an input gives them */
    void checkArgmax(String operation, TensorSpec argmax) {
        TensorSpec expected = argmax(operation);
        if (argmax.dtype() != expected.dtype() || !argmax.shape().equals(output)) {
            throw new MismatchException(operation, "argmax", expected.toString(), argmax.toString());
        }
    }

    // ---- What a reference asks

    /** What a reference does with one tap that lies inside the input. */
    @FunctionalInterface
    interface Tap {
        void visit(int input, int number);
    }

    /** Visits the taps, in order, of window number {@code window} of the dense output that lie inside the dense input. */
    void eachTap(long window, Tap tap) {
        AxisWindows d = axes.get(0);
        AxisWindows h = axes.get(1);
        long ow = window % w().windows();
        long oh = window / w().windows() % h.windows();
        long od = window / w().windows() / h.windows() % d.windows();
        long plane = window / w().windows() / h.windows() / d.windows();
        for (long q = 0; q < d.taps(od); q++) {
            for (long r = 0; r < h.taps(oh); r++) {
                for (long s = 0; s < w().taps(ow); s++) {
                    long id = d.begin(od) + q * d.dilation();
                    long ih = h.begin(oh) + r * h.dilation();
                    long iw = w().begin(ow) + s * w().dilation();
                    if (id >= 0 && id < d.size() && ih >= 0 && ih < h.size() && iw >= 0 && iw < w().size()) {
                        tap.visit(Math.toIntExact(((plane * d.size() + id) * h.size() + ih) * w().size() + iw), (int)
                                ((q * h.kernel() + r) * w().kernel() + s));
                    }
                }
            }
        }
    }

    /** The number of places that count of window number {@code window}. */
    long count(long window, boolean countPadding) {
        long rest = window;
        long count = 1;
        for (int i = axes.size() - 1; i >= 0; i--) {
            count *= axes.get(i).places(rest % axes.get(i).windows(), countPadding);
            rest /= axes.get(i).windows();
        }
        return count;
    }

    // ---- What a launch needs

    /**
     * The variants of a routine: a kernel for CPUs that knows windows at even distances only, and one for any.
     *
     * @param even the first one's name
     * @param any the other one's name
     */
    static List<Variant> variants(
            Function<List<TensorSpec>, PoolGeometry> geometry,
            String even,
            String any,
            BiConsumer<PlanBuilder, String> planner) {
        return List.of(
                new KernelVariant(even, in -> !geometry.apply(in).isAdaptive(), plan -> planner.accept(plan, even)),
                new KernelVariant(any, plan -> planner.accept(plan, any)));
    }

    boolean isAdaptive() {
        return axes.stream().anyMatch(AxisWindows::isAdaptive);
    }

    private boolean isDeep() {
        return !axes.get(0).equals(AxisWindows.NONE);
    }

    private KernelFile open(PlanBuilder plan, String kernel, ToLongFunction<AxisWindows> items) {
        long rows = items.applyAsLong(axes.get(0)) * items.applyAsLong(axes.get(1));
        Map<String, Long> dims = Map.of("planes", planes, "rows", rows, "positions", rows * items.applyAsLong(w()));
        return plan.open(kernel, dims).define("DEEP", isDeep());
    }

    /** Opens a kernel whose work-items own outputs. */
    KernelFile overOutputs(PlanBuilder plan, String kernel) {
        return open(plan, kernel, AxisWindows::windows);
    }

    /** Opens a kernel whose work-items own inputs. */
    KernelFile overInputs(PlanBuilder plan, String kernel) {
        return open(plan, kernel, AxisWindows::size);
    }

    /** The most taps along a row for which a kernel is compiled by their number. */
    private static final int MOST_UNROLLED = 8;

    /** Defines the number of taps along a row, or 0 if there are many. */
    KernelFile taps(KernelFile file) {
        return file.define("KERNEL_W", w().kernel() <= MOST_UNROLLED ? w().kernel() : 0);
    }

    /** Defines what a kernel is compiled for beside the axes: the stride along rows, if it is 1 or 2, or the kind of window. */
    void specialise(KernelFile file, boolean alongRows) {
        if (alongRows) {
            file.define("STRIDE_W", w().stride() <= 2 ? w().stride() : 0);
        } else {
            file.define("ADAPTIVE", isAdaptive());
        }
    }

    /** Adds the arguments that {@code pool.clh} calls WINDOW. */
    KernelFile.LaunchBuilder arguments(KernelFile.LaunchBuilder launch) {
        for (AxisWindows axis : axes.subList(isDeep() ? 0 : 1, axes.size())) {
            launch.int32(axis.size())
                    .int32(axis.windows())
                    .int32(axis.kernel())
                    .int32(axis.stride())
                    .int32(axis.pad())
                    .int32(axis.dilation());
        }
        return launch;
    }
}
