package org.clgrad.autograd;

import java.util.Arrays;
import java.util.List;
import org.clgrad.engine.TensorData;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.update.AdamUpdate;
import org.clgrad.engine.routine.update.Increment;
import org.clgrad.engine.routine.update.RecordScalar;
import org.clgrad.engine.routine.update.SgdUpdate;

/**
 * What a training step changes in place: parameters along their gradients, counters, logs. No graph is made of it; a
 * graph that has saved a value notices. Nothing here waits for the device.
 */
public final class Updates {
    private Updates() {}

    /** Gradient descent, with or without momentum; the formula is that of {@link SgdUpdate}. */
    public static final class Sgd {
        private final SgdUpdate routine;

        /**
         * Steps with these attributes.
         *
         * @param momentum μ in [0, 1)
         * @param dampening τ
         * @param weightDecay λ ≥ 0
         * @param nesterov whether to look ahead along the velocity; asks for a momentum and no dampening
         * @throws IllegalArgumentException if an attribute is out of its range
         */
        public Sgd(double momentum, double dampening, double weightDecay, boolean nesterov) {
            routine = new SgdUpdate(momentum, dampening, nesterov, weightDecay);
        }

        /**
         * One step without momentum.
         *
         * @param rate one element, of any floating-point type
         */
        public void step(Tensor parameter, Tensor gradient, Tensor rate) {
            run(routine, parameter, gradient, rate);
        }

        /**
         * One step with momentum, which changes the velocity too.
         *
         * @param rate one element, of any floating-point type
         * @param velocity of the parameter's shape and type; zeros in the beginning
         */
        public void step(Tensor parameter, Tensor gradient, Tensor rate, Tensor velocity) {
            run(routine, parameter, gradient, rate, velocity);
        }
    }

    /** Adam and AdamW; the formula is that of {@link AdamUpdate}. */
    public static final class Adam {
        private final AdamUpdate routine;

        /**
         * Steps with these attributes.
         *
         * @param beta1 β₁ in [0, 1)
         * @param beta2 β₂ in [0, 1)
         * @param epsilon ε ≥ 0
         * @param weightDecay λ ≥ 0
         * @param decoupled whether the decay acts on the parameter itself (AdamW) and not through the gradient
         * @throws IllegalArgumentException if an attribute is out of its range
         */
        public Adam(double beta1, double beta2, double epsilon, double weightDecay, boolean decoupled) {
            routine = new AdamUpdate(beta1, beta2, epsilon, weightDecay, decoupled);
        }

        /**
         * One step, which changes the moments too.
         *
         * @param first m, of the parameter's shape and type; zeros in the beginning
         * @param second v, likewise
         * @param rate one element, of any floating-point type
         * @param step I64, one element: the number of this step, from 1
         */
        public void step(Tensor parameter, Tensor gradient, Tensor first, Tensor second, Tensor rate, Tensor step) {
            run(routine, parameter, gradient, first, second, rate, step);
        }
    }

    /** x ← x + 1, for an I64 of one element. */
    public static void increment(Tensor counter) {
        run(new Increment(), counter);
    }

    /** log[position mod n] ← value, position ← position + 1; {@link ScalarLog} is the whole of it. */
    static void record(Tensor log, Tensor position, Tensor value) {
        run(new RecordScalar(), log, position, value);
    }

    private static void run(Routine routine, Tensor... in) {
        List<TensorData> data = Arrays.stream(in).map(Tensor::data).toList();
        for (TensorData changed : in[0].device().run(routine, data)) {
            // The tensors hold their storage already.
            changed.storage().release();
        }
    }
}
