package org.clgrad.engine.routine.scan;

import java.util.List;
import java.util.stream.Stream;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.Cost;
import org.clgrad.engine.routine.Domain;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.Inputs;
import org.clgrad.engine.routine.KernelVariant;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.Sample;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.routine.Tolerance;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.routine.reduce.Reduce;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * yᵢ = x₀ ∘ … ∘ xᵢ along one axis, where ∘ adds, multiplies, or takes the larger or smaller: cumulative sums, products and
 * extremes. In reverse yᵢ = xᵢ ∘ … ∘ xₙ₋₁; exclusive, xᵢ itself is left out, and the first is 0, or 1.
 *
 * <p>Shapes: x and y alike, of any rank from 1; any strides. Types: sums and products of integers and {@code BOOL} are I64 and
 * wrap; extremes keep the type. NaN stays from where it is met, for extremes too; which sign an extreme 0 has is open. An axis
 * of size 0 is one of the result.
 *
 * <p>Order: in blocks, see the kernels, where yᵢ has terms up to i only. A sum is within (i + 1)·u·Σ|x₀…ᵢ| of the exact one
 * (Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., §4.2).
 *
 * @param op how two elements are merged; not the mean
 * @param axis which axis, from 0
 * @param exclusive whether an element is left out of its own result; not for extremes
 * @param reverse whether the axis is walked from its end
 */
public record Scan(Reduce.Op op, int axis, boolean exclusive, boolean reverse) implements Routine {
    /** @throws IllegalArgumentException if means or exclusive extremes are asked for */
    public Scan {
        if (op == Reduce.Op.MEAN || (exclusive && op.isExtreme())) {
            throw new IllegalArgumentException("scan: there is no" + (exclusive ? " exclusive " : " ") + op);
        }
    }

    @Override
    public String name() {
        return switch (op) {
            case SUM -> "cumsum";
            case PROD -> "cumprod";
            case MAX -> "cummax";
            case MIN -> "cummin";
            case MEAN -> throw new IllegalStateException("there are no cumulative means");
        };
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        Inputs.checkCount(name(), in, 1);
        TensorSpec x = in.get(0);
        if (axis < 0 || axis >= x.rank()) {
            throw new MismatchException(name(), "axis " + axis, "a tensor that has it", x.toString());
        }
        DType dtype = x.dtype().isFloat() || op.isExtreme() ? x.dtype() : DType.I64;
        return List.of(TensorSpec.of(dtype, x.shape()));
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        HostArray x = args.in(0);
        Shape shape = x.shape();
        int inner = 1;
        for (int i = axis + 1; i < shape.rank(); i++) {
            inner *= (int) shape.size(i);
        }
        int n = (int) shape.size(axis);
        int apart = inner;
        int lines = n == 0 ? 0 : x.size() / n;
        if (x.spec().dtype().isFloat()) {
            double[] values = x.doubles();
            double[] y = new double[values.length];
            exec.each(lines, line -> reals(values, y, (int) line / apart * n * apart + (int) line % apart, apart, n));
            args.out(0).set(y);
        } else {
            long[] values = x.longs();
            long[] y = new long[values.length];
            exec.each(
                    lines, line -> integers(values, y, (int) line / apart * n * apart + (int) line % apart, apart, n));
            args.out(0).set(y);
        }
    }

    private void reals(double[] x, double[] y, int first, int apart, int n) {
        double total = op == Reduce.Op.PROD ? 1 : 0;
        for (int k = 0; k < n; k++) {
            int at = first + (reverse ? n - 1 - k : k) * apart;
            double before = total;
            total = switch (op) {
                case SUM -> total + x[at];
                case PROD -> total * x[at];
                case MAX -> k == 0 ? x[at] : Math.max(total, x[at]);
                case MIN, MEAN -> k == 0 ? x[at] : Math.min(total, x[at]);
            };
            y[at] = exclusive ? before : total;
        }
    }

    private void integers(long[] x, long[] y, int first, int apart, int n) {
        long total = op == Reduce.Op.PROD ? 1 : 0;
        for (int k = 0; k < n; k++) {
            int at = first + (reverse ? n - 1 - k : k) * apart;
            long before = total;
            total = switch (op) {
                case SUM -> total + x[at];
                case PROD -> total * x[at];
                case MAX -> k == 0 ? x[at] : Math.max(total, x[at]);
                case MIN, MEAN -> k == 0 ? x[at] : Math.min(total, x[at]);
            };
            y[at] = exclusive ? before : total;
        }
    }

    @Override
    public List<Variant> variants() {
        return Stream.of(ScanLaunches.Kernels.values())
                .<Variant>map(kernels -> new KernelVariant(kernels.file(), plan -> plan(plan, kernels)))
                .toList();
    }

    private void plan(PlanBuilder plan, ScanLaunches.Kernels kernels) {
        TensorSpec y = plan.out(0);
        new ScanLaunches(op, exclusive, reverse)
                .add(plan, kernels, Lines.of(plan, 0, axis), Lines.dense(plan.denseOut(0), y.dtype(), y.shape(), axis));
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        return Cost.of(in.get(0).elements(), in, infer(in));
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        return SampleSpace.of("scan")
                .values("op", Reduce.Op.SUM, Reduce.Op.PROD, Reduce.Op.MAX, Reduce.Op.MIN)
                .values("dtype", (Object[]) DType.values())
                .values(
                        "shape",
                        Shape.of(1),
                        Shape.of(17),
                        Shape.of(5, 63),
                        Shape.of(2, 513, 3),
                        Shape.of(2, 7, 37),
                        Shape.of(8300, 17),
                        Shape.of(3, 4, 5, 2),
                        Shape.of(0),
                        Shape.of(3, 0, 2),
                        Shape.of(2, 3, 0),
                        Shape.of(2, 8209),
                        Shape.of(20_000))
                .values("axis", 0, 1, 2, 3)
                .flag("nonFinite")
                .flag("exclusive")
                .flag("reverse")
                .where(c -> c.value("axis", Integer.class)
                        < c.value("shape", Shape.class).rank())
                .where(c ->
                        !c.flag("exclusive") || !c.value("op", Reduce.Op.class).isExtreme())
                .refuses(
                        "nothing to add up",
                        new Scan(Reduce.Op.SUM, 0, false, false),
                        List.of(),
                        "cumsum: the list of inputs needs one tensor")
                .refuses(
                        "two tensors",
                        new Scan(Reduce.Op.SUM, 0, false, false),
                        List.of(TensorSpec.of(DType.F32, 3), TensorSpec.of(DType.F32, 3)),
                        "cumsum: the list of inputs needs one tensor")
                .refuses(
                        "an axis beyond the rank",
                        new Scan(Reduce.Op.SUM, 1, false, false),
                        List.of(TensorSpec.of(DType.F32, 3)),
                        "cumsum: axis 1 needs a tensor that has it")
                .refuses(
                        "an axis of a scalar",
                        new Scan(Reduce.Op.PROD, 0, false, false),
                        List.of(TensorSpec.of(DType.F32)),
                        "cumprod: axis 0 needs a tensor that has it")
                .sample(Scan::sample);
    }

    private static Sample sample(SampleSpace.Choice choice) {
        DType dtype = choice.value("dtype", DType.class);
        TensorSpec x = TensorSpec.of(dtype, choice.value("shape", Shape.class));
        Scan scan = new Scan(
                choice.value("op", Reduce.Op.class),
                choice.value("axis", Integer.class),
                choice.flag("exclusive"),
                choice.flag("reverse"));
        long n = Math.max(1, x.size(scan.axis()));
        Domain domain = scan.domain(dtype, n);
        boolean mixed = choice.flag("nonFinite") && dtype.isFloat() && !scan.op.isExtreme();
        return new Sample(scan, List.of(x), List.of(mixed ? new Domain.NonFinite(domain) : domain), scan.tolerance(n));
    }

    private Domain domain(DType dtype, long n) {
        if (!dtype.isFloat()) {
            return new Domain.Integers(0, dtype == DType.BOOL ? 2 : 100);
        }
        // Factors near 1 keep a long product in range.
        return op.isExtreme()
                ? new Domain.Special()
                : op == Reduce.Op.PROD ? new Domain.Uniform(1 - 1.0 / n, 1 + 1.0 / n) : Domain.standard();
    }

    /** As of {@link Reduce}, the sum of magnitudes being a cumulative one too. */
    private Tolerance tolerance(long n) {
        return switch (op) {
            case MAX, MIN -> Tolerance.sameNumber();
            case PROD -> Tolerance.ulps(2.0 * (n + 2));
            case SUM, MEAN -> Tolerance.sum(n, (output, in) -> magnitudes(in.get(0)));
        };
    }

    private double[] magnitudes(HostArray x) {
        double[] values = x.doubles();
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.abs(values[i]);
        }
        HostArray sums = HostArray.zeros(TensorSpec.of(DType.F64, x.shape()));
        onHost(HostExec.sequential(), new Args(List.of(HostArray.of(DType.F64, x.shape(), values)), List.of(sums)));
        return sums.doubles();
    }
}
