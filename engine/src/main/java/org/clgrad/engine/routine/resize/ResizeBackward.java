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
 * The gradient of {@link Resize}: dx = Σ weight·dy over the outputs that an element is a tap of; 0 where it is none's.
 *
 * <p>Input dy[N,C,…] of the output sizes, floating point, any strides. Output dx of the input sizes. NaN and infinities
 * spread to the taps.
 *
 * <p>Error ≤ (outputs + 30·axes)·u·Σ|dy| over the outputs that have the element as a tap, in an order that kernels state.
 *
 * @param weights as in the forward routine
 * @param axes as in the forward routine
 */
public record ResizeBackward(Resize.Weights weights, List<ResizeAxis> axes) implements Routine {
    private static final String NAME = "resize_backward";
    private static final String PLANES = "resize_backward_planes";
    private static final String ITEMS = "resize_backward_items";

    /** @throws IllegalArgumentException if there are not one to three axes */
    public ResizeBackward {
        axes = ResizeGeometry.checked(axes);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        Shape input = ResizeGeometry.of(NAME, "gradient", axes, ResizeAxis::outSize, in)
                .resized(ResizeAxis::size);
        return List.of(TensorSpec.of(in.get(0).dtype(), input));
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        args.out(0).set(spread(args.in(0).doubles(), args.out(0).size(), false));
    }

    private double[] spread(double[] dy, int inputs, boolean unweighted) {
        double[] dx = new double[inputs];
        new ReferenceTaps(weights, axes, unweighted)
                .visit(dy.length, (output, input, weight) -> dx[input] += weight * dy[output]);
        return dx;
    }

    @Override
    public List<Variant> variants() {
        return List.of(
                // It adds where it has stored, which would round each sum to what is stored.
                new KernelVariant(PLANES, in -> !in.get(0).dtype().isNarrow(), plan -> launch(plan, PLANES)),
                new KernelVariant(ITEMS, plan -> launch(plan, ITEMS)));
    }

    private void launch(PlanBuilder plan, String kernel) {
        ResizeGeometry.of(NAME, "gradient", axes, ResizeAxis::outSize, plan.inputs())
                .launch(plan, kernel, weights, ResizeAxis::size);
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        long taps = (long) Math.pow(weights.taps(), axes.size());
        return Cost.of(2 * taps * in.get(0).elements(), in, infer(in));
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        ResizeBackward twice = new ResizeBackward(Resize.Weights.LINEAR, List.of(ResizeAxis.corners(3, 6)));
        return ResizeSamples.space(NAME)
                .refuses("another size", twice, List.of(TensorSpec.of(DType.F32, 2, 2, 3)), "[N,C,6] or [C,6]")
                .sample(choice -> {
                    ResizeBackward routine =
                            new ResizeBackward(ResizeSamples.weights(choice), ResizeSamples.axes(choice));
                    TensorSpec input = ResizeSamples.input(choice);
                    TensorSpec dy = new Resize(routine.weights, routine.axes)
                            .infer(List.of(input))
                            .get(0);
                    return new Sample(
                            routine,
                            List.of(dy),
                            List.of(Domain.standard()),
                            routine.tolerance(Math.toIntExact(input.elements())));
                });
    }

    private Tolerance tolerance(int inputs) {
        // Of an axis of one element or with slope 0, all outputs are one element's.
        long outputs = axes.stream()
                .mapToLong(axis -> Math.min(
                        axis.outSize() * weights.taps(),
                        axis.slope() == 0 ? Long.MAX_VALUE : 4 * (axis.outSize() / axis.size() + 2) + axis.outSize()))
                .reduce(1, Math::multiplyExact);
        // Twice, since in double the reference rounds as often as the kernels.
        return Tolerance.sum(
                2 * (outputs + 30L * axes.size()),
                (output, in) -> spread(ResizeSamples.magnitudes(in.get(0)), inputs, true));
    }
}
