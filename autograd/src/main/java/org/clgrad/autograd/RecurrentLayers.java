package org.clgrad.autograd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.clgrad.engine.routine.pointwise.Expr;
import org.clgrad.engine.routine.pointwise.Pointwise;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Layers of recurrent cells above one another, in one direction or both, over sequences of one length or of several.
 *
 * <p>Shorter sequences are padded: what is in the padding is not read, states stop at a sequence's end, in reverse they
 * begin there, and results in the padding are 0. That is what PyTorch's {@code pack_padded_sequence} and {@code
 * pad_packed_sequence} around a network come to; no order of lengths is asked for.
 */
final class RecurrentLayers {
    /**
     * A kind of cell.
     *
     * @param parts how many parts its sums have
     * @param function makes the function of a layer in one direction
     */
    record Cell(int parts, BiFunction<RecurrentWeights, RecurrentRun, RecurrentFunction> function) {}

    private static final Pointwise PRESENT =
            Pointwise.of("present", Expr.where(Expr.input(0), Expr.input(1), Expr.constant(0)));

    private final String operation;
    private final Cell cell;
    private final RecurrentStack stack;
    private final List<RecurrentWeights> weights;

    RecurrentLayers(String operation, Cell cell, RecurrentStack stack, List<RecurrentWeights> weights) {
        this.operation = operation;
        this.cell = cell;
        this.stack = stack;
        this.weights = weights;
        int wanted = stack.layers() * stack.directions();
        if (weights.size() != wanted) {
            throw mismatch(
                    stack.layers() + " layers in " + stack.directions() + " directions",
                    wanted + " sets of weights",
                    Integer.toString(weights.size()));
        }
    }

    private MismatchException mismatch(String argument, String expected, String actual) {
        return new MismatchException(operation, argument, expected, actual);
    }

    /**
     * Runs the layers.
     *
     * @param x [T,N,I], [N,T,I] if the batch is first, or [T,I] for one sequence
     * @param first the first states [layers·D,N,…], or [layers·D,…] for one sequence; null for zeros
     * @param lengths of the sequences; none if all are whole
     * @return the results and the last states
     */
    List<Tensor> run(Tensor x, List<@Nullable Tensor> first, long... lengths) {
        if (x.rank() != 2 && x.rank() != 3) {
            throw mismatch(
                    "input", stack.batchFirst() ? "shape [N,T,I] or [T,I]" : "shape [T,N,I] or [T,I]", "" + x.shape());
        }
        boolean single = x.rank() == 2;
        Tensor steps = single ? x.unsqueeze(1) : stack.batchFirst() ? x.transpose(0, 1) : x;
        if (steps.size(0) == 0) {
            throw mismatch("input", "at least one step", x.shape().toString());
        }
        List<@Nullable Tensor> states = new ArrayList<>();
        for (Tensor state : first) {
            states.add(state == null || !single ? state : state.unsqueeze(1));
        }
        List<Tensor> out = layers(steps, states, lengths.length == 0 ? null : active(steps, lengths));
        List<Tensor> results = new ArrayList<>();
        for (int i = 0; i < out.size(); i++) {
            Tensor one = out.get(i);
            results.add(single ? one.squeeze(1) : i == 0 && stack.batchFirst() ? one.transpose(0, 1) : one);
        }
        return results;
    }

    private List<Tensor> layers(Tensor x, List<@Nullable Tensor> first, @Nullable Tensor active) {
        Tensor y = present(x, active);
        List<List<Tensor>> last = new ArrayList<>();
        first.forEach(state -> last.add(new ArrayList<>()));
        for (int layer = 0; layer < stack.layers(); layer++) {
            Tensor[] results = new Tensor[stack.directions()];
            for (int direction = 0; direction < results.length; direction++) {
                List<Tensor> out = layer(y, layer * results.length + direction, direction == 1, first, active);
                results[direction] = out.get(0);
                for (int i = 0; i < last.size(); i++) {
                    last.get(i).add(out.get(1 + i).unsqueeze(0));
                }
            }
            y = present(results.length == 1 ? results[0] : TensorShapes.concat(2, results), active);
            y = layer == stack.layers() - 1 ? y : y.dropout(stack.dropout());
        }
        List<Tensor> out = new ArrayList<>(List.of(y));
        last.forEach(state -> out.add(joined(state)));
        return out;
    }

    private static Tensor joined(List<Tensor> states) {
        return states.size() == 1 ? states.get(0) : TensorShapes.concat(0, states.toArray(new Tensor[0]));
    }

    /** A layer in one direction: its results and its last states. */
    private List<Tensor> layer(
            Tensor x, int number, boolean reverse, List<@Nullable Tensor> first, @Nullable Tensor active) {
        RecurrentWeights w = weights.get(number);
        long hidden = checked(w, x);
        List<Tensor> in = new ArrayList<>(
                List.of(x, w.input(), w.recurrent(), orZeros(w.inputBias(), w), orZeros(w.recurrentBias(), w)));
        for (int i = 0; i < first.size(); i++) {
            in.add(state(first.get(i), number, x, i == 0 ? w.recurrent().size(1) : hidden));
        }
        Stream.of(w.projection(), w.peephole()).filter(Objects::nonNull).forEach(in::add);
        boolean keeps = GradMode.isEnabled() && in.stream().anyMatch(Tensor::requiresGrad);
        return cell.function()
                .apply(w, new RecurrentRun(reverse, keeps, active))
                .applyAll(in.toArray(new Tensor[0]));
    }

    private static Tensor orZeros(@Nullable Tensor bias, RecurrentWeights w) {
        return bias != null
                ? bias
                : Tensors.zeros(
                        w.input().device(),
                        w.input().dtype(),
                        Shape.of(w.input().size(0)));
    }

    private Tensor state(@Nullable Tensor first, int number, Tensor x, long size) {
        if (first == null) {
            return Tensors.zeros(x.device(), x.dtype(), Shape.of(x.size(1), size));
        }
        Shape wanted = Shape.of(weights.size(), x.size(1), size);
        if (!first.shape().equals(wanted) || first.dtype() != x.dtype()) {
            throw mismatch("first state", x.dtype() + " " + wanted, first.dtype() + " " + first.shape());
        }
        return first.select(0, number);
    }

    /** H of a layer whose weights fit what comes in. */
    private long checked(RecurrentWeights w, Tensor x) {
        check("input weight", w.input(), x, w.input().size(0), x.size(2));
        long hidden = w.input().size(0) / cell.parts();
        Tensor projection = w.projection();
        long result = projection == null ? hidden : projection.size(0);
        check("recurrent weight", w.recurrent(), x, cell.parts() * hidden, result);
        check("input bias", w.inputBias(), x, cell.parts() * hidden);
        check("recurrent bias", w.recurrentBias(), x, cell.parts() * hidden);
        check("projection", projection, x, result, hidden);
        check("peephole", w.peephole(), x, 3 * hidden);
        return hidden;
    }

    private void check(String argument, @Nullable Tensor given, Tensor x, long... sizes) {
        if (given != null && (given.dtype() != x.dtype() || !given.shape().equals(Shape.of(sizes)))) {
            throw mismatch(
                    argument + " for an input " + x.dtype() + " " + x.shape(),
                    x.dtype() + " " + Shape.of(sizes),
                    given.dtype() + " " + given.shape());
        }
    }

    // ---- Sequences of several lengths

    /** Which steps there are of which sequences, BOOL [T,N,1]. */
    private Tensor active(Tensor x, long[] lengths) {
        long steps = x.size(0);
        boolean fits = lengths.length == x.size(1)
                && Arrays.stream(lengths).allMatch(length -> length >= 1 && length <= steps);
        if (!fits) {
            throw mismatch(
                    "lengths for an input of " + steps + " steps",
                    x.size(1) + " from 1 to " + steps,
                    Arrays.toString(lengths));
        }
        try (Tensor numbers = Tensors.arange(x.device(), steps);
                Tensor step = numbers.reshape(steps, 1, 1);
                Tensor ends = Indexing.numbers(x.device(), lengths);
                Tensor end = ends.reshape(lengths.length, 1)) {
            return step.lt(end);
        }
    }

    /** With zeros in the padding, whatever is there. */
    private static Tensor present(Tensor x, @Nullable Tensor active) {
        return active == null ? x : active.apply(PRESENT, x);
    }
}
