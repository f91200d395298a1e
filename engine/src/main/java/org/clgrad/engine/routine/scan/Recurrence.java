package org.clgrad.engine.routine.scan;

import java.util.List;
import java.util.Map;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.Cost;
import org.clgrad.engine.routine.Domain;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.Inputs;
import org.clgrad.engine.routine.KernelFile;
import org.clgrad.engine.routine.KernelVariant;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.Sample;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.routine.Slot;
import org.clgrad.engine.routine.Tolerance;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * yᵢ = hᵢ₋₁, where hᵢ = aᵢ·hᵢ₋₁ + bᵢ and h is 0 before the axis begins: what a linear recurrence has come to before each of
 * its elements, Σⱼ bⱼ·aⱼ₊₁···aᵢ₋₁ over j &lt; i. In reverse yᵢ = hᵢ₊₁, walked from the end. The gradients of cumulative
 * products are such recurrences, and so are its own.
 *
 * <p>Shapes: a, b and y alike, of one floating-point type, of any rank from 1; any strides. An axis of size 0 is one of the
 * result.
 *
 * <p>Error: each term passes through at most 2n roundings, whatever the blocks are, so the error is at most (2n + 2)·u times
 * the same recurrence of |a| and |b| (Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., §3.1 and §5.1).
 *
 * @param axis which axis, from 0
 * @param reverse whether the axis is walked from its end
 */
public record Recurrence(int axis, boolean reverse) implements Routine {
    private static final String BLOCKED = "recurrence_blocked";
    private static final String GROUP = "recurrence_group";

    @Override
    public String name() {
        return "recurrence";
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        Inputs.checkCount(name(), in, 2);
        TensorSpec a = in.get(0);
        TensorSpec b = in.get(1);
        if (!a.dtype().isFloat()) {
            throw new MismatchException(name(), "a", "a floating-point type", a.toString());
        }
        if (axis < 0 || axis >= a.rank()) {
            throw new MismatchException(name(), "axis " + axis, "a tensor that has it", a.toString());
        }
        if (b.dtype() != a.dtype() || !b.shape().equals(a.shape())) {
            throw new MismatchException(name(), "b", "the type and shape of a, " + a, b.toString());
        }
        return List.of(TensorSpec.of(a.dtype(), a.shape()));
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        Shape shape = args.in(0).shape();
        double[] a = args.in(0).doubles();
        double[] b = args.in(1).doubles();
        double[] y = new double[a.length];
        int inner = 1;
        for (int i = axis + 1; i < shape.rank(); i++) {
            inner *= (int) shape.size(i);
        }
        int n = (int) shape.size(axis);
        int apart = inner;
        exec.each(n == 0 ? 0 : a.length / n, line -> {
            int first = (int) line / apart * n * apart + (int) line % apart;
            double h = 0;
            for (int k = 0; k < n; k++) {
                int at = first + (reverse ? n - 1 - k : k) * apart;
                y[at] = h;
                h = a[at] * h + b[at];
            }
        });
        args.out(0).set(y);
    }

    @Override
    public List<Variant> variants() {
        return List.of(
                new KernelVariant(BLOCKED, plan -> plan(plan, BLOCKED)),
                new KernelVariant(GROUP, plan -> plan(plan, GROUP)));
    }

    private void plan(PlanBuilder plan, String kernel) {
        Lines a = Lines.of(plan, 0, axis);
        Lines b = Lines.of(plan, 1, axis);
        TensorSpec out = plan.out(0);
        Lines y = Lines.dense(plan.denseOut(0), out.dtype(), out.shape(), axis);
        if (out.elements() == 0) {
            return;
        }
        Blocks blocks = Blocks.of(plan, a.count(), a.length());
        DType acc = a.dtype().accumulator();
        KernelFile file = plan.open(kernel, Map.of("lines", a.count(), "blocks", blocks.count()))
                .real(a.dtype());
        // With one block nobody reads it; a kernel's argument must be some buffer.
        Slot offsets = plan.work(blocks.count() > 1 ? 2 * a.count() * blocks.count() * acc.sizeBytes() : 1);
        if (blocks.count() > 1) {
            KernelFile.LaunchBuilder totals = file.launch(kernel + "_totals")
                    .buffer(a.slot(), a.dtype())
                    .buffer(b.slot(), b.dtype())
                    .buffer(offsets, acc)
                    .int64(a.inner());
            a.walk(totals, reverse);
            b.walk(totals, reverse);
            blocks.tell(totals).add();
            file.launch(kernel + "_offsets")
                    .buffer(offsets, acc)
                    .int64(blocks.count())
                    .add();
        }
        KernelFile.LaunchBuilder launch = file.launch(kernel)
                .buffer(a.slot(), a.dtype())
                .buffer(b.slot(), b.dtype())
                .buffer(y.slot(), y.dtype())
                .buffer(offsets, acc)
                .int64(a.inner());
        a.walk(launch, reverse);
        b.walk(launch, reverse);
        y.walk(launch, reverse);
        blocks.tell(launch).add();
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        return Cost.of(2 * in.get(0).elements(), in, infer(in));
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        TensorSpec vector = TensorSpec.of(DType.F32, 3);
        return SampleSpace.of("recurrence")
                .values(
                        "shape",
                        Shape.of(1),
                        Shape.of(17),
                        Shape.of(5, 63),
                        Shape.of(2, 513, 3),
                        Shape.of(0),
                        Shape.of(3, 0, 2),
                        Shape.of(2, 8209),
                        Shape.of(20_000))
                .values("dtype", DType.floats().toArray())
                .values("axis", 0, 1, 2)
                .flag("reverse")
                .where(c -> c.value("axis", Integer.class)
                        < c.value("shape", Shape.class).rank())
                .refuses(
                        "no b",
                        new Recurrence(0, false),
                        List.of(vector),
                        "recurrence: the list of inputs needs 2 tensors")
                .refuses(
                        "three tensors",
                        new Recurrence(0, false),
                        List.of(vector, vector, vector),
                        "recurrence: the list of inputs needs 2 tensors")
                .refuses("an axis beyond the rank", new Recurrence(1, false), List.of(vector, vector), "axis 1 needs")
                .refuses(
                        "integers",
                        new Recurrence(0, false),
                        List.of(TensorSpec.of(DType.I32, 3), TensorSpec.of(DType.I32, 3)),
                        "recurrence: a needs a floating-point type")
                .refuses(
                        "other shapes",
                        new Recurrence(0, false),
                        List.of(vector, TensorSpec.of(DType.F32, 4)),
                        "recurrence: b needs the type and shape of a")
                .sample(c -> {
                    TensorSpec x = TensorSpec.of(c.value("dtype", DType.class), c.value("shape", Shape.class));
                    Recurrence routine = new Recurrence(c.value("axis", Integer.class), c.flag("reverse"));
                    return new Sample(
                            routine,
                            List.of(x, x),
                            List.of(new Domain.Uniform(-1.001, 1.001), Domain.standard()),
                            Tolerance.sum(2 * x.size(routine.axis()), (output, in) -> routine.magnitudes(in)));
                });
    }

    private double[] magnitudes(List<HostArray> in) {
        List<HostArray> magnitudes = in.stream()
                .map(array -> {
                    double[] values = array.doubles();
                    for (int i = 0; i < values.length; i++) {
                        values[i] = Math.abs(values[i]);
                    }
                    return HostArray.of(DType.F64, array.shape(), values);
                })
                .toList();
        HostArray sums = HostArray.zeros(TensorSpec.of(DType.F64, in.get(0).shape()));
        onHost(HostExec.sequential(), new Args(magnitudes, List.of(sums)));
        return sums.doubles();
    }
}
