package org.clgrad.engine.routine.update;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.Cost;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.KernelFile;
import org.clgrad.engine.routine.KernelVariant;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * A routine that changes any number of sets of tensors in place by one formula, element by element: a parameter, its
 * gradient and its states are a set. Everything but the formula is here: an optimizer says what belongs to a set, which
 * numbers the sets share, and what becomes of one element.
 *
 * <p>Inputs: the tensors of the first set, those of the second, and so on, then the numbers. Tensors are of one
 * floating-point type, those of a set of one shape. Outputs: the tensors of all sets in this order, without those that are
 * only read. Eight sets are one launch; see {@code updates.clh}.
 */
interface FusedUpdate extends Routine {
    /** Sets of a launch: {@code updates.clh}. */
    int SLOTS = 8;

    /** What is only read. */
    String GRADIENT = "gradient";

    /** Two numbers that sets share: of one element, in floating point and {@code I64}. */
    String RATE = "learning rate";

    String STEP = "step";

    /** Changes one element of each tensor of a set. */
    @FunctionalInterface
    interface Element {
        /** @param x the element of each tensor, in their order */
        void change(double[] x);
    }

    /** How many sets there are. */
    int count();

    /** The same for another number of sets. */
    FusedUpdate of(int count);

    /** What belongs to a set, in order; {@link #GRADIENT} is only read. */
    List<String> tensors();

    /** What the sets share; {@link #STEP} is {@code I64}, others floating point. */
    List<String> numbers();

    /** The formula of the reference, given the numbers. */
    Element formula(double[] numbers);

    /** The formula once more, with bounds of the kernel's error: what becomes of each tensor, null where it is only read. */
    Estimate[] estimate(Estimate[] x, Estimate[] numbers, double u);

    /** Defines what the kernel is specialised for. */
    default void define(KernelFile file) {}

    /** Adds the attributes to a launch. */
    void attributes(KernelFile.LaunchBuilder launch, DType dtype);

    /** Floating-point operations of an element. */
    int flops();

    /** @throws IllegalArgumentException unless there is at least one set */
    static void checkCount(String operation, int count) {
        if (count < 1) {
            throw new IllegalArgumentException(operation + ": changes 1 parameter or more, got " + count);
        }
    }

    // ---- What follows from it

    @Override
    default List<TensorSpec> infer(List<TensorSpec> in) {
        int width = tensors().size();
        Operands.count(name(), in, count() * width + numbers().size());
        List<TensorSpec> out = new ArrayList<>();
        for (int set = 0; set < count(); set++) {
            TensorSpec first = in.get(set * width);
            Operands.floating(name(), label(set, 0), first);
            if (first.dtype() != in.get(0).dtype()) {
                throw new MismatchException(
                        name(), label(set, 0), in.get(0).dtype() + ", as " + label(0, 0) + " is", first.toString());
            }
            for (int i = 0; i < width; i++) {
                TensorSpec spec = in.get(set * width + i);
                Operands.like(name(), label(set, i), first, spec);
                if (!tensors().get(i).equals(GRADIENT)) {
                    out.add(spec);
                }
            }
        }
        for (int i = 0; i < numbers().size(); i++) {
            TensorSpec number = in.get(count() * width + i);
            if (numbers().get(i).equals(STEP)) {
                Operands.counter(name(), STEP, number);
            } else {
                Operands.floating(name(), numbers().get(i), number);
                Operands.scalar(name(), numbers().get(i), number);
            }
        }
        return out;
    }

    private String label(int set, int tensor) {
        return tensors().get(tensor) + (count() == 1 ? "" : " " + set);
    }

    @Override
    default List<Integer> inPlace() {
        int width = tensors().size();
        List<Integer> inputs = new ArrayList<>();
        for (int i = 0; i < count() * width; i++) {
            if (!tensors().get(i % width).equals(GRADIENT)) {
                inputs.add(i);
            }
        }
        return inputs;
    }

    @Override
    default void onHost(HostExec exec, Args args) {
        int width = tensors().size();
        double[] numbers = new double[numbers().size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = args.in(count() * width + i).doubles()[0];
        }
        Element formula = formula(numbers);
        int output = 0;
        for (int set = 0; set < count(); set++) {
            double[][] values = new double[width][];
            for (int i = 0; i < width; i++) {
                values[i] = args.in(set * width + i).doubles();
            }
            exec.each(values[0].length, at -> {
                double[] x = new double[width];
                for (int i = 0; i < width; i++) {
                    x[i] = values[i][(int) at];
                }
                formula.change(x);
                for (int i = 0; i < width; i++) {
                    values[i][(int) at] = x[i];
                }
            });
            for (int i = 0; i < width; i++) {
                if (!tensors().get(i).equals(GRADIENT)) {
                    args.out(output++).set(values[i]);
                }
            }
        }
    }

    @Override
    default List<Variant> variants() {
        return List.of(new KernelVariant(name(), this::plan));
    }

    private void plan(PlanBuilder plan) {
        for (int first = 0; first < count(); first += SLOTS) {
            launch(plan, first);
        }
    }

    private void launch(PlanBuilder plan, int first) {
        int width = tensors().size();
        int changed = (int) tensors().stream().filter(t -> !t.equals(GRADIENT)).count();
        DType dtype = plan.in(0).dtype();
        long[] sizes = new long[SLOTS];
        for (int slot = 0; slot < Math.min(SLOTS, count() - first); slot++) {
            sizes[slot] = plan.in((first + slot) * width).elements();
        }
        Map<String, Long> dims = new TreeMap<>();
        for (int slot = 0; slot < SLOTS; slot++) {
            dims.put("n" + slot, sizes[slot]);
        }
        KernelFile file = plan.open(name(), dims).real(dtype);
        for (int i = 0; i < numbers().size(); i++) {
            if (!numbers().get(i).equals(STEP)) {
                file.type("T" + (i == 0 ? 1 : 2), plan.in(count() * width + i).dtype());
            }
        }
        define(file);
        KernelFile.LaunchBuilder launch = file.launch();
        for (int slot = 0; slot < SLOTS; slot++) {
            // An argument needs a buffer even where there is no tensor.
            int set = first + slot < count() ? first + slot : first;
            for (int i = 0, output = set * changed; i < width; i++) {
                boolean isRead = tensors().get(i).equals(GRADIENT);
                launch.buffer(
                        isRead ? plan.dense(set * width + i) : plan.denseInPlace(set * width + i, output++), dtype);
            }
            launch.int64(sizes[slot]);
        }
        for (int i = 0; i < numbers().size(); i++) {
            launch.in(count() * width + i);
        }
        attributes(launch, dtype);
        launch.add();
    }

    @Override
    default Cost cost(List<TensorSpec> in) {
        long elements = 0;
        for (int set = 0; set < count(); set++) {
            elements += in.get(set * tensors().size()).elements();
        }
        return Cost.of(flops() * elements, in, infer(in));
    }

    /**
     * A bound of the error of each element of an output: the kernel's, by {@link #estimate}; the reference's, which rounds
     * as the kernel does in double and may err the other way; and that of storing.
     */
    default double[] bounds(int output, DType dtype, List<HostArray> in, double[] expected) {
        double u = dtype.unitRoundoff();
        int width = tensors().size();
        List<Integer> changed = inPlace();
        int set = changed.get(output) / width;
        double[][] values = new double[width][];
        for (int i = 0; i < width; i++) {
            values[i] = in.get(set * width + i).doubles();
        }
        Estimate[] numbers = new Estimate[numbers().size()];
        for (int i = 0; i < numbers.length; i++) {
            double number = in.get(count() * width + i).doubles()[0];
            numbers[i] = numbers().get(i).equals(STEP) ? Estimate.exact(number, u) : Estimate.rounded(number, u);
        }
        double[] bounds = new double[expected.length];
        for (int at = 0; at < bounds.length; at++) {
            int element = at;
            Estimate[] x = Arrays.stream(values)
                    .map(v -> Estimate.exact(v[element], u))
                    .toArray(Estimate[]::new);
            double error = estimate(x, numbers, u)[changed.get(output) % width].error();
            bounds[at] = (dtype == DType.F64 ? 2 : 1) * error + u * Math.abs(expected[at]);
        }
        return bounds;
    }
}
