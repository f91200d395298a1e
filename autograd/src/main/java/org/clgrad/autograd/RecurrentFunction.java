package org.clgrad.autograd;

import java.util.ArrayList;
import java.util.List;
import org.clgrad.engine.Scope;
import org.clgrad.engine.TensorData;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.matmul.MatMul;
import org.clgrad.engine.routine.pointwise.Expr;
import org.clgrad.engine.routine.pointwise.Pointwise;
import org.clgrad.engine.routine.shape.Copy;
import org.clgrad.engine.tensor.Layout;
import org.clgrad.engine.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * A layer of recurrent cells over a whole sequence in one direction. The input products x·W_ihᵀ of all steps are one matrix
 * product; then each step has the recurrent product h·W_hhᵀ and the cell, which read and write steps of larger buffers
 * where they lie. States lie between the steps: that before step t in place t of T + 1, that after it in place t + 1, or
 * the other way round in reverse.
 *
 * <p>Inputs: x [T,N,I], W_ih, W_hh, b_ih, b_hh, the first states (h [N,P] first), and what the cell has beside. Outputs: h of
 * all steps [T,N,P] and the last states. Where a step is not active, because its sequence is shorter, the states stay.
 *
 * <p>Gradient: back through the steps; with da the gradient of the cell's sums, each sends da·W_hh to the one before. Then,
 * over all steps at once, dx = da·W_ih, dW_ih = Σ daᵀ·x, dW_hh = Σ daᵀ·h, db = Σ da. What reaches a step that is not active
 * goes on unchanged. If a graph of the gradient is asked for, the layer is computed again in tensor operations and these
 * are differentiated.
 */
abstract class RecurrentFunction extends Function {
    static final int X = 0;
    static final int W_IH = 1;
    static final int W_HH = 2;
    static final int B_IH = 3;
    static final int B_HH = 4;
    static final int H0 = 5;

    private static final Expr FLAG = Expr.input(0);
    private static final Expr VALUE = Expr.input(1);
    private static final Pointwise CARRY = Pointwise.of("carry", Expr.where(FLAG, VALUE, Expr.input(2)));
    private static final Pointwise ACTIVE = Pointwise.of("active", Expr.where(FLAG, VALUE, Expr.constant(0)));
    private static final Pointwise INACTIVE = Pointwise.of("inactive", Expr.where(FLAG, Expr.constant(0), VALUE));
    static final MatMul PRODUCT = new MatMul(false, false);
    static final MatMul TRANSPOSED = new MatMul(false, true);
    static final Pointwise ADD = Pointwise.of("add", Expr.add(Expr.input(0), Expr.input(1)));

    private final int stateCount;
    private final RecurrentRun how;
    private int inputCount;
    private int keptCount;

    RecurrentFunction(int stateCount, RecurrentRun how) {
        this.stateCount = stateCount;
        this.how = how;
    }

    final RecurrentRun how() {
        return how;
    }

    // ---- What a cell is

    /** Buffers of so many steps for what the gradient needs beside inputs and states. */
    abstract List<Steps> kept(List<Tensor> in, long steps);

    /**
     * What a step reads and writes of the buffers.
     *
     * @param before the states before it
     * @param after the states after it
     * @param kept what its gradient needs beside
     * @param sums the gradients of its sums; none on the way forward
     */
    record StepViews(List<TensorData> before, List<TensorData> after, List<TensorData> kept, List<TensorData> sums) {}

    /** One step, from the states before it to those after it. */
    abstract void step(List<Tensor> in, TensorData product, StepViews at);

    /**
     * All steps at once, where the cell has a routine for that which pays here; otherwise {@link #step} is asked step by step.
     *
     * @param products the input products of all steps
     * @param states each with room for the states before, between and after the steps
     * @return whether it has been done
     */
    boolean sequence(List<Tensor> in, Tensor products, List<Steps> states, List<Steps> kept) {
        return false;
    }

    /**
     * All steps back at once, where {@link #sequence} did them.
     *
     * @param gradients those of the last states, to be replaced by those of the first
     * @return whether it has been done
     */
    boolean sequenceBack(
            List<Tensor> in,
            TensorData dy,
            List<Tensor> gradients,
            List<Tensor> states,
            List<Tensor> kept,
            List<Steps> sums) {
        return false;
    }

    /** Buffers of so many steps for the gradients of the cell's sums: the input product's first, the recurrent one's last. */
    abstract List<Steps> sums(List<Tensor> in, long steps);

    /**
     * One step back.
     *
     * @param dy what the result of this step has from outside, to be added to the gradient of the first state
     * @param gradients those of the states after the step, to be replaced by those of the states before it
     */
    abstract void stepBack(List<Tensor> in, TensorData dy, List<Tensor> gradients, StepViews at);

    /** dW_hh. */
    Tensor recurrentWeightGradient(Tensor before, List<Tensor> kept, List<Steps> sums) {
        return overSteps(sums.get(sums.size() - 1).all(), before);
    }

    /** The gradients of what the cell has beside weights, biases and states. */
    List<@Nullable Tensor> furtherGradients(
            List<Tensor> in, StateViews lastState, List<Tensor> kept, List<Steps> sums) {
        return List.of();
    }

    /**
     * A state before and after each of the steps, [T,N,…].
     *
     * @param before in front of the steps
     * @param after behind them
     */
    record StateViews(Tensor before, Tensor after) {}

    /** One step in tensor operations: the states after it. */
    abstract List<Tensor> plainStep(List<Tensor> in, Tensor product, List<Tensor> states);

    // ---- Forward

    @Override
    protected final List<Tensor> forward(List<Tensor> in) {
        try (Scope scope = Scope.open()) {
            long steps = in.get(X).size(0);
            Steps products = new Steps(in.get(X).matmul(in.get(W_IH).t()));
            List<Steps> states = new ArrayList<>();
            for (Tensor first : in.subList(H0, H0 + stateCount)) {
                states.add(Steps.like(first, steps + 1, first.shape().toArray()));
            }
            List<Steps> kept = kept(in, how.keeps() ? steps : 1);
            if (how.active() != null || !sequence(in, products.all(), states, kept)) {
                stepByStep(in, products, states, kept);
            }
            keep(in, states, kept);
            List<Tensor> out =
                    new ArrayList<>(List.of(views(states.get(0).all()).after()));
            states.forEach(state -> out.add(state.all().select(0, how.last(steps))));
            out.forEach(scope::keep);
            return out;
        }
    }

    private void stepByStep(List<Tensor> in, Steps products, List<Steps> states, List<Steps> kept) {
        long steps = in.get(X).size(0);
        for (int i = 0; i < stateCount; i++) {
            run(new Copy(), List.of(in.get(H0 + i).data()), states.get(i).at(how.first(steps)));
        }
        for (long i = 0; i < steps; i++) {
            long step = how.step(i, steps);
            StepViews at = new StepViews(
                    Steps.at(states, how.before(step)),
                    Steps.at(states, how.after(step)),
                    Steps.at(kept, step),
                    List.of());
            try (Scope one = Scope.open()) {
                step(in, products.at(step), at);
            }
            carry(step, at);
        }
    }

    /** Steps that are not active keep their states. */
    private void carry(long step, StepViews at) {
        if (how.active() != null) {
            TensorData active = new Steps(how.active()).at(step);
            for (int i = 0; i < stateCount; i++) {
                TensorData after = at.after().get(i);
                run(CARRY, List.of(active, after, at.before().get(i)), after);
            }
        }
    }

    private void keep(List<Tensor> in, List<Steps> states, List<Steps> kept) {
        inputCount = in.size();
        keptCount = kept.size();
        if (how.keeps()) {
            in.forEach(this::save);
            states.forEach(state -> save(state.all()));
            kept.forEach(buffer -> save(buffer.all()));
            if (how.active() != null) {
                save(how.active());
            }
        }
    }

    /** Of a buffer of states those before and after the steps. */
    private StateViews views(Tensor states) {
        long steps = states.size(0) - 1;
        return new StateViews(states.narrow(0, how.before(0), steps), states.narrow(0, how.after(0), steps));
    }

    // ---- Backward

    @Override
    protected final List<@Nullable Tensor> backward(List<@Nullable Tensor> outputGradients) {
        return GradMode.isEnabled()
                ? new Decomposition(savedFrom(0, inputCount), inputCount, this::decomposed)
                        .gradients(outputGradients, this::needs)
                : throughSteps(outputGradients);
    }

    private List<Tensor> savedFrom(int first, int count) {
        List<Tensor> tensors = new ArrayList<>();
        for (int i = first; i < first + count; i++) {
            tensors.add(saved(i));
        }
        return tensors;
    }

    private List<@Nullable Tensor> throughSteps(List<@Nullable Tensor> outputGradients) {
        List<Tensor> in = savedFrom(0, inputCount);
        List<Tensor> states = savedFrom(inputCount, stateCount);
        List<Tensor> kept = savedFrom(inputCount + stateCount, keptCount);
        long steps = in.get(X).size(0);
        List<Steps> sums = sums(in, steps);
        List<Tensor> gradients = new ArrayList<>();
        for (int i = 0; i < stateCount; i++) {
            Tensor last = outputGradients.get(1 + i);
            gradients.add(last == null ? Tensors.zerosLike(in.get(H0 + i)) : last.copy());
        }
        Steps dy = results(outputGradients.get(0), in.get(H0), steps);
        if (how.active() != null || !sequenceBack(in, dy.all().data(), gradients, states, kept, sums)) {
            stepByStepBack(in, dy, gradients, states, kept, sums);
        }
        return gradients(in, states, kept, sums, gradients);
    }

    private void stepByStepBack(
            List<Tensor> in,
            Steps dy,
            List<Tensor> gradients,
            List<Tensor> states,
            List<Tensor> kept,
            List<Steps> sums) {
        long steps = in.get(X).size(0);
        List<Steps> stateSteps = states.stream().map(Steps::new).toList();
        List<Steps> keptSteps = kept.stream().map(Steps::new).toList();
        for (long i = steps - 1; i >= 0; i--) {
            long step = how.step(i, steps);
            StepViews at = new StepViews(
                    Steps.at(stateSteps, how.before(step)),
                    Steps.at(stateSteps, how.after(step)),
                    Steps.at(keptSteps, step),
                    Steps.at(sums, step));
            try (Scope one = Scope.open()) {
                stepBack(step, in, dy.at(step), gradients, at);
            }
        }
    }

    /** The gradients of the results, rows dense; zeros that take no room, if there are none. */
    private static Steps results(@Nullable Tensor dy, Tensor like, long steps) {
        if (dy == null) {
            Tensor row = Tensors.zeros(like.device(), like.dtype(), Shape.of(like.size(1)));
            return new Steps(row.expand(Shape.of(steps, like.size(0), like.size(1))));
        }
        return new Steps(dy.data().spec().stride(2) == 1 ? dy : dy.copy());
    }

    private void stepBack(long step, List<Tensor> in, TensorData dy, List<Tensor> gradients, StepViews at) {
        if (how.active() == null) {
            stepBack(in, dy, gradients, at);
            return;
        }
        TensorData active = new Steps(saved(inputCount + stateCount + keptCount)).at(step);
        TensorData dh = gradients.get(0).data();
        run(ADD, List.of(dh, dy), dh);
        List<Tensor> past = new ArrayList<>();
        for (Tensor gradient : gradients) {
            past.add(call(INACTIVE, active, gradient.data()));
            run(ACTIVE, List.of(active, gradient.data()), gradient.data());
        }
        stepBack(in, nothing(dh), gradients, at);
        for (int i = 0; i < past.size(); i++) {
            TensorData gradient = gradients.get(i).data();
            run(ADD, List.of(gradient, past.get(i).data()), gradient);
        }
    }

    private List<@Nullable Tensor> gradients(
            List<Tensor> in, List<Tensor> states, List<Tensor> kept, List<Steps> sums, List<Tensor> first) {
        Tensor products = sums.get(0).all();
        Tensor recurrent = sums.get(sums.size() - 1).all();
        Tensor before = views(states.get(0)).before();
        List<@Nullable Tensor> gradients = new ArrayList<>();
        gradients.add(needs(X) ? products.matmul(in.get(W_IH)) : null);
        gradients.add(needs(W_IH) ? overSteps(products, in.get(X)) : null);
        gradients.add(needs(W_HH) ? recurrentWeightGradient(before, kept, sums) : null);
        Tensor bias = needs(B_IH) ? products.sum(false, 0, 1) : null;
        gradients.add(bias);
        if (bias != null && needs(B_HH) && sums.size() == 1) {
            gradients.add(bias.copy());
        } else {
            gradients.add(needs(B_HH) ? recurrent.sum(false, 0, 1) : null);
        }
        gradients.addAll(first);
        gradients.addAll(furtherGradients(in, views(states.get(stateCount - 1)), kept, sums));
        return gradients;
    }

    // ---- A graph of the gradient

    /** All of it in tensor operations. */
    private List<Tensor> decomposed(List<Tensor> in) {
        long steps = in.get(X).size(0);
        Tensor products = in.get(X).matmul(in.get(W_IH).t());
        Tensor[] results = new Tensor[Math.toIntExact(steps)];
        List<Tensor> states = in.subList(H0, H0 + stateCount);
        for (long i = 0; i < steps; i++) {
            long step = how.step(i, steps);
            List<Tensor> next = new ArrayList<>(plainStep(in, products.select(0, step), states));
            if (how.active() != null) {
                Tensor active = saved(inputCount + stateCount + keptCount).select(0, step);
                for (int s = 0; s < stateCount; s++) {
                    next.set(s, active.where(next.get(s), states.get(s)));
                }
            }
            results[(int) step] = next.get(0).unsqueeze(0);
            states = next;
        }
        List<Tensor> out = new ArrayList<>(List.of(TensorShapes.concat(0, results)));
        out.addAll(states);
        return out;
    }

    // ---- For cells

    /** Runs a routine into memory that exists. */
    static void run(Routine routine, List<TensorData> in, TensorData... out) {
        in.get(0).device().run(routine, in, List.of(out));
    }

    /** Runs a routine of one result, in the current scope. */
    static Tensor call(Routine routine, TensorData... in) {
        return Tensor.of(in[0].device().run(routine, List.of(in)).get(0));
    }

    /** Memory in the type and shape of other, with undefined contents. */
    static Tensor empty(TensorData like) {
        return Tensor.of(like.device().allocate(like.spec()));
    }

    /** Zeros in the shape of a matrix that take the room of a row. */
    static TensorData nothing(TensorData matrix) {
        Shape shape = matrix.spec().shape();
        Tensor row = Tensors.zeros(matrix.device(), matrix.spec().dtype(), Shape.of(shape.size(1)));
        return row.data().view(Layout.of(shape, 0, 1), 0);
    }

    /** Σ aᵀ·b over steps and sequences. */
    static Tensor overSteps(Tensor a, Tensor b) {
        long rows = a.size(0) * a.size(1);
        return a.reshape(rows, a.size(2)).t().matmul(b.reshape(rows, b.size(2)));
    }
}
