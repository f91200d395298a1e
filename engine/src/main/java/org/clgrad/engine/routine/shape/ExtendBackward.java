package org.clgrad.engine.routine.shape;

import java.util.Arrays;
import java.util.List;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.Cost;
import org.clgrad.engine.routine.Domain;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.KernelVariant;
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
 * The gradient of {@link Extend}, its transpose: dx = Σ dy over the places that repeat an element.
 *
 * <p>Input dy of floating-point type, shaped as the forward's output; any strides. Output dx, smaller by the padding.
 *
 * <p>Places are added in row-major order, one addition each: an error of terms·u·Σ|dy|, where an element has one term for
 * each place that repeats it.
 *
 * @param mode which elements
 * @param before elements before x along each of the last axes
 * @param after elements after x along each of them
 */
public record ExtendBackward(PadMode mode, List<Long> before, List<Long> after) implements Routine {
    private static final String NAME = "extend_backward";

    /** @throws IllegalArgumentException if the lists differ in length, have 0 or more than 3 numbers, or one is negative */
    public ExtendBackward {
        before = List.copyOf(before);
        after = List.copyOf(after);
        Extend.check(NAME, before, after);
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
        if (!dy.dtype().isFloat()) {
            throw new MismatchException(NAME, "gradient", "a floating-point type", dy.toString());
        }
        return List.of(TensorSpec.of(dy.dtype(), geometry(in).input()));
    }

    private ExtendGeometry geometry(List<TensorSpec> in) {
        Shape dy = in.get(0).shape();
        int lead = dy.rank() - before.size();
        long[] sizes = dy.toArray();
        for (int i = Math.max(0, lead); i < sizes.length; i++) {
            sizes[i] -= before.get(i - lead) + after.get(i - lead);
            if (sizes[i] < 0) {
                throw new MismatchException(
                        NAME, "gradient", "at least the padding " + before + " and " + after, dy.toString());
            }
        }
        return ExtendGeometry.of(NAME, mode, Shape.of(sizes), before, after);
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        ExtendGeometry geometry = geometry(List.of(args.in(0).spec()));
        args.out(0).set(folded(geometry, args.in(0).doubles()));
    }

    private double[] folded(ExtendGeometry geometry, double[] dy) {
        double[] dx = new double[Math.toIntExact(geometry.input().elements())];
        int[] from = geometry.sources(mode);
        for (int i = 0; i < dy.length; i++) {
            dx[from[i]] += dy[i];
        }
        return dx;
    }

    @Override
    public List<Variant> variants() {
        return Arrays.stream(ExtendGeometry.Walk.values()).map(this::variant).toList();
    }

    private Variant variant(ExtendGeometry.Walk walk) {
        return new KernelVariant(
                walk.kernel(NAME), plan -> geometry(plan.inputs()).launch(plan, walk, mode, false));
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        return Cost.of(in.get(0).elements(), in, infer(in));
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        return ExtendSamples.space(NAME)
                .values("dtype", DType.floats().toArray())
                .refuses(
                        "integers",
                        new ExtendBackward(PadMode.REFLECT, List.of(1L), List.of(1L)),
                        List.of(TensorSpec.of(DType.I32, 5)),
                        "gradient needs a floating-point type")
                .refuses(
                        "less than the padding",
                        new ExtendBackward(PadMode.REPLICATE, List.of(2L), List.of(1L)),
                        List.of(TensorSpec.of(DType.F32, 2)),
                        "gradient needs at least the padding [2] and [1]")
                .sample(choice -> {
                    ExtendSamples.Case sample = ExtendSamples.of(choice);
                    Extend forward = new Extend(sample.mode(), sample.before(), sample.after());
                    ExtendBackward routine = new ExtendBackward(sample.mode(), sample.before(), sample.after());
                    TensorSpec dy = TensorSpec.of(choice.value("dtype", DType.class), forward.output(sample.shape()));
                    ExtendGeometry geometry = routine.geometry(List.of(dy));
                    double[] ones = new double[Math.toIntExact(dy.elements())];
                    Arrays.fill(ones, 1);
                    double most =
                            Arrays.stream(routine.folded(geometry, ones)).max().orElse(0);
                    return new Sample(
                            routine,
                            List.of(dy),
                            List.of(Domain.standard()),
                            Tolerance.sum(
                                    (long) most,
                                    (output, in) -> routine.folded(
                                            geometry,
                                            Arrays.stream(in.get(0).doubles())
                                                    .map(Math::abs)
                                                    .toArray())));
                });
    }
}
