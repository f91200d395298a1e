package org.clgrad.engine.routine.shape;

import java.util.Arrays;
import java.util.List;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.Cost;
import org.clgrad.engine.routine.HostArray;
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
 * y[…, i₁, …, iₖ] = x[…, s₁(i₁ − before₁), …, sₖ(iₖ − beforeₖ)]: x padded with its own elements along its last axes, one to
 * three of them. Within an axis of n elements s(i) = i; before and behind it s(i) = −i and 2(n − 1) − i for {@link
 * PadMode#REFLECT}, 0 and n − 1 for {@link PadMode#REPLICATE}, i + n and i − n for {@link PadMode#CIRCULAR}.
 *
 * <p>Input x of any element type, any strides, and at least as many axes. Output: each axis as long as x's and what is put
 * around. Bits are kept, those of NaN too. Axes that are not padded may be empty.
 *
 * <p>Throws {@link MismatchException} if an axis is too short for what it is to be padded with. Source: what the modes mean,
 * {@code torch.nn.functional.pad}.
 *
 * @param mode which elements
 * @param before elements before x along each of the last axes
 * @param after elements after x along each of them
 */
public record Extend(PadMode mode, List<Long> before, List<Long> after) implements Routine {
    private static final String NAME = "extend";

    /** @throws IllegalArgumentException if the lists differ in length, have 0 or more than 3 numbers, or one is negative */
    public Extend {
        before = List.copyOf(before);
        after = List.copyOf(after);
        check(NAME, before, after);
    }

    static void check(String name, List<Long> before, List<Long> after) {
        boolean negative =
                before.stream().anyMatch(n -> n < 0) || after.stream().anyMatch(n -> n < 0);
        int rank = before.size();
        if (rank != after.size() || rank < 1 || rank > ExtendGeometry.MAX_RANK || negative) {
            throw new IllegalArgumentException(name + ": numbers of at least 0 for the same one to three axes, got "
                    + before + " before and " + after + " after");
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
        return List.of(TensorSpec.of(in.get(0).dtype(), geometry(in).output()));
    }

    private ExtendGeometry geometry(List<TensorSpec> in) {
        return ExtendGeometry.of(NAME, mode, in.get(0).shape(), before, after);
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        HostArray x = args.in(0);
        int[] from = geometry(List.of(x.spec())).sources(mode);
        if (x.spec().dtype().isFloat()) {
            double[] values = x.doubles();
            double[] y = new double[from.length];
            exec.each(y.length, i -> y[(int) i] = values[from[(int) i]]);
            args.out(0).set(y);
        } else {
            long[] values = x.longs();
            long[] y = new long[from.length];
            exec.each(y.length, i -> y[(int) i] = values[from[(int) i]]);
            args.out(0).set(y);
        }
    }

    @Override
    public List<Variant> variants() {
        return Arrays.stream(ExtendGeometry.Walk.values()).map(this::variant).toList();
    }

    private Variant variant(ExtendGeometry.Walk walk) {
        return new KernelVariant(
                walk.kernel(NAME), plan -> geometry(plan.inputs()).launch(plan, walk, mode, true));
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        return Cost.of(0, in, infer(in));
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        return ExtendSamples.space(NAME)
                .values("dtype", (Object[]) DType.values())
                .refuses(
                        "a mirror beyond the other end",
                        new Extend(PadMode.REFLECT, List.of(0L), List.of(3L)),
                        List.of(TensorSpec.of(DType.F32, 2, 3)),
                        "extend: axis 1 of [2,3] padded by 0 and 3 needs more elements than that to mirror, got 3")
                .refuses(
                        "more than once around",
                        new Extend(PadMode.CIRCULAR, List.of(4L), List.of(0L)),
                        List.of(TensorSpec.of(DType.I32, 3)),
                        "as many elements to go around")
                .refuses(
                        "nothing repeated",
                        new Extend(PadMode.REPLICATE, List.of(1L), List.of(0L)),
                        List.of(TensorSpec.of(DType.U8, 2, 0)),
                        "an element to repeat")
                .refuses(
                        "more places than kernels count",
                        new Extend(PadMode.REPLICATE, List.of(1L << 30), List.of(0L)),
                        List.of(TensorSpec.of(DType.U8, 1)),
                        "extend: axis 0 of the result needs at most 2³⁰ elements, got 1073741825")
                .refuses(
                        "axes that are not there",
                        new Extend(PadMode.REPLICATE, List.of(1L, 1L), List.of(0L, 0L)),
                        List.of(TensorSpec.of(DType.F32, 2)),
                        "input needs at least 2 axes")
                .sample(choice -> {
                    DType dtype = choice.value("dtype", DType.class);
                    ExtendSamples.Case sample = ExtendSamples.of(choice);
                    return new Sample(
                            new Extend(sample.mode(), sample.before(), sample.after()),
                            List.of(TensorSpec.of(dtype, sample.shape())),
                            List.of(ExtendSamples.domain(dtype)),
                            Tolerance.exact());
                });
    }

    /** The shape that this gives. */
    Shape output(Shape x) {
        return ExtendGeometry.of(NAME, mode, x, before, after).output();
    }
}
