package org.clgrad.engine.routine.reduce;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.Cost;
import org.clgrad.engine.routine.Domain;
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
 * y = the elements of x along some axes, merged to one.
 *
 * <p>Shapes: the merged axes go away, or stay with size 1. Types: sum and product of integers and {@code BOOL} are I64
 * and wrap; a mean is of floating-point types only; extremes keep the type. NaN in gives NaN out, for extremes too;
 * which sign an extreme 0 has is open. Over
 * no elements a sum is 0, a product 1, a mean NaN, and an extreme is an error.
 *
 * <p>Accumulation: in blocks, see the kernels; a sum of n terms is within n·u·Σ|x| of the exact one (Higham, Accuracy and
 * Stability of Numerical Algorithms, 2nd ed., §4.2: the bound of any order of adding), a mean within that and one
 * rounding.
 *
 * @param op how two elements are merged
 * @param axes which axes, counted from 0, ascending
 * @param keepDim whether they stay with size 1
 */
public record Reduce(Op op, List<Integer> axes, boolean keepDim) implements Routine {
    /** How elements are merged. */
    public enum Op {
        SUM,
        MEAN,
        MAX,
        MIN,
        PROD;

        /** What kernels call it. */
        public String macro() {
            return "OP_" + name();
        }

        /** Whether the result is one of the elements. */
        public boolean isExtreme() {
            return this == MAX || this == MIN;
        }
    }

    /** @throws IllegalArgumentException if the axes are not ascending and distinct, from 0 */
    public Reduce {
        axes = List.copyOf(axes);
        for (int i = 0; i < axes.size(); i++) {
            if (axes.get(i) < (i == 0 ? 0 : axes.get(i - 1) + 1)) {
                throw new IllegalArgumentException("reduce: axes " + axes + " are not ascending from 0");
            }
        }
    }

    @Override
    public String name() {
        return op.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        TensorSpec x = in.get(0);
        if (!axes.isEmpty() && axes.get(axes.size() - 1) >= x.rank()) {
            throw new MismatchException(
                    name(), "axes " + axes, "rank above " + axes.get(axes.size() - 1), x.toString());
        }
        if (op == Op.MEAN && !x.dtype().isFloat()) {
            throw new MismatchException(name(), "input", "a floating-point type", x.toString());
        }
        if (op.isExtreme() && axes.stream().anyMatch(axis -> x.size(axis) == 0)) {
            throw new MismatchException(name(), "axes " + axes, "at least one element", x.toString());
        }
        Shape shape = x.shape();
        for (int i = axes.size() - 1; i >= 0; i--) {
            shape = keepDim ? shape.with(axes.get(i), 1) : shape.without(axes.get(i));
        }
        return List.of(TensorSpec.of(outputType(x.dtype()), shape));
    }

    private DType outputType(DType dtype) {
        return dtype.isFloat() || op.isExtreme() ? dtype : DType.I64;
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        ReduceReference.run(this, exec, args);
    }

    @Override
    public List<Variant> variants() {
        return List.of(
                new KernelVariant("reduce_blocked", plan -> ReducePlans.blocked(plan, this)),
                new KernelVariant("reduce_tree", plan -> ReducePlans.tree(plan, this)));
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        return Cost.of(in.get(0).elements(), in, infer(in));
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        Routine sum = new Reduce(Op.SUM, List.of(2), false);
        TensorSpec matrix = TensorSpec.of(DType.F32, 3, 4);
        return SampleSpace.of("reduce")
                .values("op", (Object[]) Op.values())
                .values("dtype", (Object[]) DType.values())
                .values("shape", (Object[]) shapes())
                .values("axes", 0, 1, 2, 3, 4, 5, 6, 7)
                .flag("keepDim")
                .where(c -> c.value("op", Op.class) != Op.MEAN
                        || c.value("dtype", DType.class).isFloat())
                .where(c -> c.value("axes", Integer.class)
                        < 1 << c.value("shape", Shape.class).rank())
                .where(c -> !c.value("op", Op.class).isExtreme()
                        || c.value("shape", Shape.class).elements() > 0)
                .refuses("an axis beyond the rank", sum, List.of(matrix), "sum: axes [2] needs rank above 2")
                .refuses(
                        "a mean of integers",
                        new Reduce(Op.MEAN, List.of(0), false),
                        List.of(TensorSpec.of(DType.I32, 3)),
                        "mean: input needs a floating-point type")
                .refuses(
                        "the largest of nothing",
                        new Reduce(Op.MAX, List.of(0), false),
                        List.of(TensorSpec.of(DType.F32, 0, 3)),
                        "max: axes [0] needs at least one element")
                .sample(Reduce::sample);
    }

    private static Shape[] shapes() {
        return new Shape[] {
            Shape.of(1),
            Shape.of(17),
            Shape.of(5000),
            Shape.of(3, 5),
            Shape.of(64, 33),
            Shape.of(2, 1100),
            Shape.of(1100, 2),
            Shape.of(7, 16, 3),
            Shape.of(2, 33, 65),
            Shape.of(3, 0, 2)
        };
    }

    private static Sample sample(SampleSpace.Choice choice) {
        Op op = choice.value("op", Op.class);
        DType dtype = choice.value("dtype", DType.class);
        int mask = choice.value("axes", Integer.class);
        Shape shape = choice.value("shape", Shape.class);
        List<Integer> axes = IntStream.range(0, shape.rank())
                .filter(axis -> (mask >> axis & 1) == 1)
                .boxed()
                .toList();
        Reduce reduce = new Reduce(op, axes, choice.flag("keepDim"));
        TensorSpec x = TensorSpec.of(dtype, shape);
        long n = Math.max(
                1,
                shape.elements() / Math.max(1, reduce.infer(List.of(x)).get(0).elements()));
        return new Sample(reduce, List.of(x), List.of(domain(op, dtype, n)), tolerance(reduce, n));
    }

    private static Domain domain(Op op, DType dtype, long n) {
        if (!dtype.isFloat()) {
            return new Domain.Integers(0, dtype == DType.BOOL ? 2 : 100);
        }
        // Factors near 1 keep a long product in range.
        return op.isExtreme()
                ? new Domain.Special()
                : op == Op.PROD ? new Domain.Uniform(1 - 1.0 / n, 1 + 1.0 / n) : Domain.standard();
    }

    /**
     * Sum: n·u·Σ|x|. Mean: the same over n, and a rounding of the quotient, within (n + 2)·u·Σ|x|/n. Product: each of n
     * factors multiplies by at most 1 + u, together n·u/(1 − n·u), bounded by 2(n + 2) units in the last place.
     */
    private static Tolerance tolerance(Reduce reduce, long n) {
        return switch (reduce.op()) {
            case MAX, MIN -> Tolerance.sameNumber();
            case PROD -> Tolerance.ulps(2.0 * (n + 2));
            case SUM, MEAN -> Tolerance.sum(n, (output, in) -> reduce.magnitudes(in.get(0)));
        };
    }

    private double[] magnitudes(HostArray x) {
        double[] values = x.doubles();
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.abs(values[i]);
        }
        HostArray magnitudes = HostArray.of(DType.F64, x.shape(), values);
        TensorSpec spec = infer(List.of(magnitudes.spec())).get(0);
        HostArray sums = HostArray.zeros(spec);
        onHost(HostExec.sequential(), new Args(List.of(magnitudes), List.of(sums)));
        return sums.doubles();
    }
}
