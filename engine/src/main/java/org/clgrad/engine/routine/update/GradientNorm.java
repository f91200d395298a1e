package org.clgrad.engine.routine.update;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.Cost;
import org.clgrad.engine.routine.Domain;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.KernelFile;
import org.clgrad.engine.routine.KernelVariant;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.Sample;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.routine.Slot;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * The norm of all elements of any number of tensors, as if they were one vector: Σ|x|, √Σx² or max |x|.
 *
 * <p>Inputs: one tensor or more, of any shapes and one floating-point type. Output: a scalar of that type, on the device.
 * Eight tensors are one launch, and one more merges.
 *
 * <p>NaN anywhere makes the norm NaN. The norm of no elements is 0. Squares may overflow to infinity, in single precision
 * from 1.8·10¹⁹ on. The order is fixed, so results are the same from run to run. Error: at most (n + 9)u of the norm, n the
 * number of elements: sums of n terms that are not negative, halved by the root, which adds 3 ulp; the largest is exact.
 *
 * @param norm which one
 */
public record GradientNorm(Kind norm) implements Routine {
    private static final String NAME = "gradient_norm";

    /** Which norm. */
    public enum Kind {
        /** Σ|x|. */
        ONE,
        /** √Σx². */
        TWO,
        /** max |x|. */
        INFINITY;

        /**
         * That of an exponent: 1, 2 or infinity.
         *
         * @throws IllegalArgumentException if it is another one
         */
        public static Kind of(double exponent) {
            if (exponent == 1) {
                return ONE;
            } else if (exponent == 2) {
                return TWO;
            } else if (exponent == Double.POSITIVE_INFINITY) {
                return INFINITY;
            }
            throw new IllegalArgumentException(NAME + ": the exponent is 1, 2 or infinity, got " + exponent);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        if (in.isEmpty()) {
            throw new MismatchException(NAME, "the list of inputs", "one tensor or more", "none");
        }
        for (int i = 0; i < in.size(); i++) {
            Operands.floating(NAME, "tensor " + i, in.get(i));
            if (in.get(i).dtype() != in.get(0).dtype()) {
                throw new MismatchException(
                        NAME,
                        "tensor " + i,
                        in.get(0).dtype() + ", as tensor 0 is",
                        in.get(i).toString());
            }
        }
        // Of F16 a sum of squares may be too large where no element is.
        return List.of(TensorSpec.of(in.get(0).dtype().accumulator(), Shape.scalar()));
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        double total = 0;
        for (HostArray tensor : args.in()) {
            for (double x : tensor.doubles()) {
                total = switch (norm) {
                    case ONE -> total + Math.abs(x);
                    case TWO -> total + x * x;
                    case INFINITY -> Math.max(total, Math.abs(x));
                };
            }
        }
        args.out(0).set(new double[] {norm == Kind.TWO ? Math.sqrt(total) : total});
    }

    @Override
    public List<Variant> variants() {
        Variant chunks = new KernelVariant("gradient_norm_chunks", plan -> plan(plan, "gradient_norm_chunks"));
        Variant group = new KernelVariant("gradient_norm_group", plan -> plan(plan, "gradient_norm_group"));
        return List.of(chunks, group);
    }

    private void plan(PlanBuilder plan, String kernel) {
        DType dtype = plan.in(0).dtype();
        int tensors = plan.inputs().size();
        List<KernelFile> files = new ArrayList<>();
        List<Long> chunks = new ArrayList<>();
        long partials = 0;
        for (int first = 0; first < tensors; first += FusedUpdate.SLOTS) {
            Map<String, Long> dims = new TreeMap<>();
            for (int slot = 0; slot < FusedUpdate.SLOTS; slot++) {
                dims.put("n" + slot, elements(plan, first + slot));
            }
            KernelFile file = plan.open(kernel, dims)
                    .real(dtype)
                    .define("OP", norm == Kind.INFINITY ? 2 : 0)
                    .define("SQUARED", norm == Kind.TWO);
            long chunk = file.tunable("CHUNK");
            files.add(file);
            chunks.add(partials);
            partials += dims.values().stream()
                    .mapToLong(n -> (n + chunk - 1) / chunk)
                    .sum();
        }
        Slot partial = plan.work(partials * dtype.accumulator().sizeBytes());
        for (int i = 0; i < files.size(); i++) {
            KernelFile.LaunchBuilder launch = files.get(i).launch();
            int first = i * FusedUpdate.SLOTS;
            for (int slot = 0; slot < FusedUpdate.SLOTS; slot++) {
                launch.buffer(plan.dense(Math.min(first + slot, tensors - 1)), dtype)
                        .int64(elements(plan, first + slot));
            }
            launch.buffer(partial, dtype.accumulator()).int64(chunks.get(i)).add();
        }
        files.get(0)
                .launch(kernel + "_total")
                .buffer(partial, dtype.accumulator())
                .out(0)
                .int64(partials)
                .add();
    }

    private static long elements(PlanBuilder plan, int tensor) {
        return tensor < plan.inputs().size() ? plan.in(tensor).elements() : 0;
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        return Cost.of(2 * in.stream().mapToLong(TensorSpec::elements).sum(), in, infer(in));
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        TensorSpec x = TensorSpec.of(DType.F32, 3);
        GradientNorm two = new GradientNorm(Kind.TWO);
        return SampleSpace.of(NAME)
                .values("dtype", DType.floats().toArray())
                .values("norm", (Object[]) Kind.values())
                .sizes("count", 1, 2, 8, 9)
                .sizes("n", 1, 7, 8, 9, 0, 255, 256, 257, 1031, 4097)
                .values(
                        "domain",
                        Domain.standard(),
                        new Domain.NonFinite(Domain.standard()),
                        new Domain.Constant(Double.NEGATIVE_INFINITY))
                .refuses("nothing", two, List.of(), "one tensor or more")
                .refuses("two types", two, List.of(x, TensorSpec.of(DType.F64, 3)), "tensor 1 needs F32")
                .refuses("integers", two, List.of(TensorSpec.of(DType.I32, 3)), "floating-point")
                .sample(choice -> {
                    List<TensorSpec> in = new ArrayList<>();
                    for (int i = 0; i < choice.count("count"); i++) {
                        long n = i == 0 ? choice.size("n") : (choice.size("n") * 7 + 41L * i) % 300;
                        Shape shape = i % 2 == 0 ? Shape.of(n) : Shape.of(3, n / 3);
                        in.add(TensorSpec.of(choice.value("dtype", DType.class), shape));
                    }
                    GradientNorm routine = new GradientNorm(choice.value("norm", Kind.class));
                    return new Sample(
                            routine,
                            in,
                            Collections.nCopies(in.size(), choice.value("domain", Domain.class)),
                            routine::bounds);
                });
    }

    /** See above; in double the reference's sum has an error of its own. */
    private double[] bounds(int output, DType dtype, List<HostArray> in, double[] expected) {
        if (norm == Kind.INFINITY) {
            return new double[1];
        }
        long n = in.stream().mapToLong(HostArray::size).sum();
        return new double[] {(n + 9) * Operands.roundoff(dtype) * expected[0]};
    }
}
