package org.clgrad.engine.routine.resize;

import java.util.List;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.Cost;
import org.clgrad.engine.routine.Domain;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.KernelVariant;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.Sample;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.routine.Tolerance;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * y = x in other sizes: each output is the sum of its taps, weighted by where it lies among them, axis by axis.
 *
 * <p>Input x[N,C,…] or x[C,…] with one to three further axes of the sizes given, floating point, any strides. Output y of
 * their output sizes. With an output at the position i + f, 0 ≤ f < 1, along an axis, {@link Weights} says the taps; those
 * beyond an end are read at that end.
 *
 * <p>NaN and infinities spread to the outputs that have them as taps, even with the weight 0; with one tap bits are kept. N
 * and C may be 0.
 *
 * <p>With one tap nothing is rounded. Otherwise a weight along an axis has an absolute error of 10 u (the fraction f of 7 u,
 * and three roundings on values below 2), so error ≤ (taps + 30·axes)·u·Σ|x| over the taps.
 *
 * <p>Source: Keys, "Cubic Convolution Interpolation for Digital Image Processing", IEEE ASSP-29 (6), 1981, with a = −3/4.
 *
 * @param weights how many taps, and their weights
 * @param axes where outputs lie, the outermost axis first
 */
public record Resize(Weights weights, List<ResizeAxis> axes) implements Routine {
    private static final String NAME = "resize";
    private static final String ROWS = "resize_rows";
    private static final String ITEMS = "resize_items";

    /** How an output is made of the taps around its position i + f. */
    public enum Weights {
        /** x[i]. */
        ONE(1),
        /** (1 − f)·x[i] + f·x[i + 1]. */
        LINEAR(2),
        /** Cubic convolution of x[i − 1] … x[i + 2]. */
        CUBIC(4);

        private final int taps;

        Weights(int taps) {
            this.taps = taps;
        }

        int taps() {
            return taps;
        }
    }

    /** @throws IllegalArgumentException if there are not one to three axes */
    public Resize {
        axes = ResizeGeometry.checked(axes);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        Shape output =
                ResizeGeometry.of(NAME, "input", axes, ResizeAxis::size, in).resized(ResizeAxis::outSize);
        return List.of(TensorSpec.of(in.get(0).dtype(), output));
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        args.out(0).set(resized(args.in(0).doubles(), args.out(0).size(), false));
    }

    private double[] resized(double[] x, int outputs, boolean unweighted) {
        double[] y = new double[outputs];
        new ReferenceTaps(weights, axes, unweighted)
                .visit(
                        outputs,
                        (output, input, weight) ->
                                y[output] = weights == Weights.ONE ? x[input] : y[output] + weight * x[input]);
        return y;
    }

    @Override
    public List<Variant> variants() {
        return List.of(
                new KernelVariant(ROWS, plan -> launch(plan, ROWS)),
                new KernelVariant(ITEMS, plan -> launch(plan, ITEMS)));
    }

    private void launch(PlanBuilder plan, String kernel) {
        ResizeGeometry.of(NAME, "input", axes, ResizeAxis::size, plan.inputs())
                .launch(plan, kernel, weights, ResizeAxis::outSize);
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        List<TensorSpec> out = infer(in);
        long taps = (long) Math.pow(weights.taps, axes.size());
        return Cost.of(2 * taps * out.get(0).elements(), in, out);
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        Resize twice = new Resize(Weights.LINEAR, List.of(ResizeAxis.corners(3, 6)));
        return ResizeSamples.space(NAME)
                .refuses("no planes", twice, List.of(TensorSpec.of(DType.F32, 3)), "input needs shape [N,C,3] or [C,3]")
                .refuses("another size", twice, List.of(TensorSpec.of(DType.F32, 2, 2, 4)), "[N,C,3] or [C,3]")
                .refuses("integers", twice, List.of(TensorSpec.of(DType.I64, 2, 2, 3)), "floating-point")
                .sample(choice -> {
                    Resize routine = new Resize(ResizeSamples.weights(choice), ResizeSamples.axes(choice));
                    return new Sample(
                            routine,
                            List.of(ResizeSamples.input(choice)),
                            List.of(routine.weights == Weights.ONE ? new Domain.Special() : Domain.standard()),
                            routine.tolerance());
                });
    }

    private Tolerance tolerance() {
        if (weights == Weights.ONE) {
            return Tolerance.exact();
        }
        int outputs =
                Math.toIntExact(axes.stream().mapToLong(ResizeAxis::outSize).reduce(1, Math::multiplyExact));
        int inputs = Math.toIntExact(axes.stream().mapToLong(ResizeAxis::size).reduce(1, Math::multiplyExact));
        long taps = (long) Math.pow(weights.taps, axes.size());
        // Twice, since in double the reference rounds as often as the kernels.
        return Tolerance.sum(
                2 * (taps + 30L * axes.size()),
                (output, in) ->
                        resized(ResizeSamples.magnitudes(in.get(0)), in.get(0).size() / inputs * outputs, true));
    }
}
