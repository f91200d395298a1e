package org.clgrad.autograd;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.clgrad.engine.TensorData;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.update.AdadeltaUpdate;
import org.clgrad.engine.routine.update.AdagradUpdate;
import org.clgrad.engine.routine.update.AdamUpdate;
import org.clgrad.engine.routine.update.ClampTensors;
import org.clgrad.engine.routine.update.GradientNorm;
import org.clgrad.engine.routine.update.Increment;
import org.clgrad.engine.routine.update.LionUpdate;
import org.clgrad.engine.routine.update.Moments;
import org.clgrad.engine.routine.update.NadamSchedule;
import org.clgrad.engine.routine.update.NadamUpdate;
import org.clgrad.engine.routine.update.RecordScalar;
import org.clgrad.engine.routine.update.RmspropUpdate;
import org.clgrad.engine.routine.update.ScaleToNorm;
import org.clgrad.engine.routine.update.SgdUpdate;
import org.clgrad.engine.tensor.DType;

/**
 * What a training step changes in place: parameters along their gradients, counters, logs. No graph is made of it; a
 * graph that has saved a value notices. Nothing here waits for the device.
 */
public final class Updates {
    private Updates() {}

    /**
     * A formula that parameters are changed by, any number of them in one call and eight in a launch. What it keeps of each
     * parameter, and what it counts, belongs to the caller.
     */
    public static final class Rule {
        private final IntFunction<Routine> routine;
        private final Map<String, Double> states;
        private final Map<String, Double> numbers;
        private final Consumer<List<Tensor>> begin;

        private Rule(
                IntFunction<Routine> routine,
                Map<String, Double> states,
                Map<String, Double> numbers,
                Consumer<List<Tensor>> begin) {
            this.routine = routine;
            this.states = states;
            this.numbers = numbers;
            this.begin = begin;
        }

        /** What is kept of each parameter, in its shape and type: the names that PyTorch has for it, and the first value. */
        public Map<String, Double> states() {
            return states;
        }

        /**
         * The numbers kept of all parameters together and their first values: {@code step}, an I64, and others of any
         * floating-point type.
         */
        public Map<String, Double> numbers() {
            return numbers;
        }

        /** Brings the numbers to the next step. */
        public void begin(List<Tensor> numbers) {
            begin.accept(numbers);
        }

        /**
         * Changes parameters and states.
         *
         * @param parameters of floating-point types; no two share elements
         * @param gradients of each, of its shape and type
         * @param states of each, in the order of {@link #states}
         * @param rate one element, of any floating-point type
         * @param numbers in the order of {@link #numbers}, those of this step
         */
        public void step(
                List<Tensor> parameters,
                List<Tensor> gradients,
                List<List<Tensor>> states,
                Tensor rate,
                List<Tensor> numbers) {
            Map<DType, List<Tensor>> sets = new EnumMap<>(DType.class);
            for (int i = 0; i < parameters.size(); i++) {
                List<Tensor> set = sets.computeIfAbsent(parameters.get(i).dtype(), t -> new ArrayList<>());
                set.add(parameters.get(i));
                set.add(gradients.get(i));
                set.addAll(states.get(i));
            }
            sets.values().forEach(tensors -> {
                int count = tensors.size() / (2 + this.states.size());
                tensors.add(rate);
                tensors.addAll(numbers);
                run(routine.apply(count), tensors);
            });
        }
    }

    private static Map<String, Double> zeros(String... names) {
        Map<String, Double> zeros = new LinkedHashMap<>();
        for (String name : names) {
            zeros.put(name, 0.0);
        }
        return zeros;
    }

    /** A rule that counts steps, or one that keeps no numbers. */
    private static Rule rule(IntFunction<Routine> routine, boolean counts, Map<String, Double> states) {
        return counts
                ? new Rule(routine, states, zeros("step"), numbers -> increment(numbers.get(0)))
                : new Rule(routine, states, Map.of(), numbers -> {});
    }

    /**
     * Gradient descent, with or without momentum; the formula is that of {@link SgdUpdate}.
     *
     * @param momentum μ in [0, 1)
     * @param dampening τ
     * @param weightDecay λ ≥ 0
     * @param nesterov whether to look ahead along the velocity; asks for a momentum and no dampening
     * @throws IllegalArgumentException if an attribute is out of its range
     */
    public static Rule sgd(double momentum, double dampening, double weightDecay, boolean nesterov) {
        SgdUpdate one = new SgdUpdate(1, momentum, dampening, nesterov, weightDecay);
        return rule(one::of, false, momentum == 0 ? Map.of() : zeros("momentum_buffer"));
    }

    /**
     * Adam and AdamW; the formula is that of {@link AdamUpdate}.
     *
     * @param beta1 β₁ in [0, 1)
     * @param beta2 β₂ in [0, 1)
     * @param epsilon ε ≥ 0
     * @param weightDecay λ ≥ 0
     * @param decoupled whether the decay acts on the parameter itself (AdamW) and not through the gradient
     * @param amsgrad whether the largest second moment so far is taken
     * @throws IllegalArgumentException if an attribute is out of its range
     */
    public static Rule adam(
            double beta1, double beta2, double epsilon, double weightDecay, boolean decoupled, boolean amsgrad) {
        AdamUpdate one = new AdamUpdate(1, new Moments(beta1, beta2, epsilon, weightDecay, decoupled), amsgrad);
        return rule(
                one::of,
                true,
                amsgrad ? zeros("exp_avg", "exp_avg_sq", "max_exp_avg_sq") : zeros("exp_avg", "exp_avg_sq"));
    }

    /**
     * RMSprop; the formula is that of {@link RmspropUpdate}.
     *
     * @param alpha α in [0, 1)
     * @param epsilon ε ≥ 0
     * @param weightDecay λ ≥ 0
     * @param momentum μ in [0, 1)
     * @param centered whether the square of the mean gradient is taken away
     * @throws IllegalArgumentException if an attribute is out of its range
     */
    public static Rule rmsprop(double alpha, double epsilon, double weightDecay, double momentum, boolean centered) {
        RmspropUpdate one = new RmspropUpdate(1, alpha, epsilon, weightDecay, momentum, centered);
        Map<String, Double> states = zeros("square_avg");
        if (momentum != 0) {
            states.put("momentum_buffer", 0.0);
        }
        if (centered) {
            states.put("grad_avg", 0.0);
        }
        return rule(one::of, false, states);
    }

    /**
     * Adagrad; the formula is that of {@link AdagradUpdate}.
     *
     * @param rateDecay η ≥ 0
     * @param epsilon ε ≥ 0
     * @param weightDecay λ ≥ 0
     * @param initialSum what sums of squares begin with, ≥ 0
     * @throws IllegalArgumentException if an attribute is out of its range
     */
    public static Rule adagrad(double rateDecay, double epsilon, double weightDecay, double initialSum) {
        AdagradUpdate one = new AdagradUpdate(1, rateDecay, epsilon, weightDecay);
        if (!(initialSum >= 0 && initialSum < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("adagrad_update: initial sum is at least 0, got " + initialSum);
        }
        return rule(one::of, true, Map.of("sum", initialSum));
    }

    /**
     * Adadelta; the formula is that of {@link AdadeltaUpdate}.
     *
     * @param rho ρ in [0, 1]
     * @param epsilon ε ≥ 0
     * @param weightDecay λ ≥ 0
     * @throws IllegalArgumentException if an attribute is out of its range
     */
    public static Rule adadelta(double rho, double epsilon, double weightDecay) {
        AdadeltaUpdate one = new AdadeltaUpdate(1, rho, epsilon, weightDecay);
        return rule(one::of, false, zeros("square_avg", "acc_delta"));
    }

    /**
     * NAdam; the formula is that of {@link NadamUpdate}.
     *
     * @param beta1 β₁ in [0, 1)
     * @param beta2 β₂ in [0, 1)
     * @param epsilon ε ≥ 0
     * @param weightDecay λ ≥ 0
     * @param decoupled whether the decay acts on the parameter itself
     * @param momentumDecay ψ ≥ 0
     * @throws IllegalArgumentException if an attribute is out of its range
     */
    public static Rule nadam(
            double beta1, double beta2, double epsilon, double weightDecay, boolean decoupled, double momentumDecay) {
        NadamUpdate one = new NadamUpdate(1, new Moments(beta1, beta2, epsilon, weightDecay, decoupled), momentumDecay);
        Map<String, Double> numbers = zeros("step");
        numbers.put("mu_product", 1.0);
        NadamSchedule schedule = new NadamSchedule(beta1, momentumDecay);
        return new Rule(one::of, zeros("exp_avg", "exp_avg_sq"), numbers, kept -> run(schedule, kept));
    }

    /**
     * Lion; the formula is that of {@link LionUpdate}.
     *
     * @param beta1 β₁ in [0, 1)
     * @param beta2 β₂ in [0, 1)
     * @param weightDecay λ ≥ 0
     * @throws IllegalArgumentException if an attribute is out of its range
     */
    public static Rule lion(double beta1, double beta2, double weightDecay) {
        LionUpdate one = new LionUpdate(1, beta1, beta2, weightDecay);
        return rule(one::of, false, zeros("exp_avg"));
    }

    /**
     * The norm of all elements of tensors as one vector; the formula is that of {@link GradientNorm}. No graph is made.
     *
     * @param tensors one or more, of floating-point types
     * @param exponent 1, 2 or infinity
     * @return a scalar of the type that is computed in: F64 if one of them is, else F32
     * @throws IllegalArgumentException if the exponent is another one
     */
    public static Tensor norm(List<Tensor> tensors, double exponent) {
        GradientNorm routine = new GradientNorm(GradientNorm.Kind.of(exponent));
        List<Tensor> norms = new ArrayList<>();
        for (List<Tensor> alike : byType(tensors).values()) {
            List<TensorData> data = alike.stream().map(Tensor::data).toList();
            norms.add(Tensor.of(alike.get(0).device().run(routine, data).get(0)));
        }
        if (norms.size() == 1) {
            return norms.get(0);
        }
        // The norm of norms is that of all; F64 is there if one of them has it.
        boolean isDouble = norms.stream().anyMatch(norm -> norm.dtype() == DType.F64);
        DType widest = isDouble ? DType.F64 : DType.F32;
        return norm(norms.stream().map(norm -> norm.to(widest)).toList(), exponent);
    }

    /**
     * Multiplies tensors by min(1, largest/norm); the formula is that of {@link ScaleToNorm}.
     *
     * @param tensors of floating-point types, of which no two share elements
     * @param largest ≥ 0
     * @param norm one element, of any floating-point type
     * @throws IllegalArgumentException if {@code largest} is out of its range
     */
    public static void scaleToNorm(List<Tensor> tensors, double largest, Tensor norm) {
        ScaleToNorm one = new ScaleToNorm(1, largest);
        byType(tensors).values().forEach(alike -> {
            int count = alike.size();
            alike.add(norm);
            run(one.of(count), alike);
        });
    }

    /**
     * Limits the elements of tensors to ±largest.
     *
     * @param tensors of floating-point types, of which no two share elements
     * @param largest ≥ 0
     * @throws IllegalArgumentException if {@code largest} is out of its range
     */
    public static void clamp(List<Tensor> tensors, double largest) {
        ClampTensors one = new ClampTensors(1, largest);
        byType(tensors).values().forEach(alike -> run(one.of(alike.size()), alike));
    }

    private static Map<DType, List<Tensor>> byType(List<Tensor> tensors) {
        Map<DType, List<Tensor>> sets = new EnumMap<>(DType.class);
        tensors.forEach(tensor ->
                sets.computeIfAbsent(tensor.dtype(), type -> new ArrayList<>()).add(tensor));
        return sets;
    }

    /** x ← x + 1, for an I64 of one element. */
    public static void increment(Tensor counter) {
        run(new Increment(), List.of(counter));
    }

    /** log[position mod n] ← value, position ← position + 1; {@link ScalarLog} is the whole of it. */
    static void record(Tensor log, Tensor position, Tensor value) {
        run(new RecordScalar(), List.of(log, position, value));
    }

    private static void run(Routine routine, List<Tensor> in) {
        List<TensorData> data = in.stream().map(Tensor::data).toList();
        for (TensorData changed : in.get(0).device().run(routine, data)) {
            // The tensors hold their storage already.
            changed.storage().release();
        }
    }
}
