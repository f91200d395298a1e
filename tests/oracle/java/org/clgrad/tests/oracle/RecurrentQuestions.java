package org.clgrad.tests.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.clgrad.autograd.LstmOutput;
import org.clgrad.autograd.Nonlinearity;
import org.clgrad.autograd.RecurrentOutput;
import org.clgrad.autograd.RecurrentStack;
import org.clgrad.autograd.RecurrentWeights;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.tests.oracle.Question.Case;

/** Recurrent networks of one or two layers, in one or both directions. */
final class RecurrentQuestions {
    private final List<Question> all = new ArrayList<>();

    private RecurrentQuestions() {}

    static List<Question> all() {
        RecurrentQuestions questions = new RecurrentQuestions();
        questions.add("gru", "gru", 3, 1);
        questions.add("lstm", "lstm", 4, 2);
        questions.add("rnn", "rnn_tanh", 1, 1);
        questions.add("rnn", "rnn_relu", 1, 1);
        return questions.all;
    }

    private void add(String name, String torch, int sums, int states) {
        all.add(new Question(name, d -> {
            RecurrentStack stack = new RecurrentStack(d.between(1, 2), d.flag(), 0, d.flag());
            long in = d.between(1, 4);
            long state = d.between(1, 4);
            long n = d.between(1, 3);
            long steps = d.between(1, 4);
            int cells = stack.layers() * stack.directions();
            d.real(stack.batchFirst() ? Shape.of(n, steps, in) : Shape.of(steps, n, in));
            for (int i = 0; i < states; i++) {
                d.real(Shape.of(cells, n, state));
            }
            for (int cell = 0; cell < cells; cell++) {
                long width = cell < stack.directions() ? in : state * stack.directions();
                d.real(Shape.of(sums * state, width), -0.8, 0.8)
                        .real(Shape.of(sums * state, state), -0.8, 0.8)
                        .real(Shape.of(sums * state), -0.8, 0.8)
                        .real(Shape.of(sums * state), -0.8, 0.8);
            }
            String weights = IntStream.range(0, 4 * cells)
                    .mapToObj(i -> "x" + (1 + states + i))
                    .collect(Collectors.joining(", ", "[", "]"));
            String initial = states == 1 ? "x1" : "[x1, x2]";
            List<String> outputs = states == 1 ? List.of("o", "h") : List.of("o", "h", "c");
            return new Case(x -> ours(torch, x, stack, cells), List.of(), outputs)
                    .after(
                            String.join(", ", outputs) + ", = torch." + torch + "(x0, " + initial + ", " + weights
                                    + ", True, {}, 0., False, {}, {})",
                            stack.layers(),
                            stack.bidirectional(),
                            stack.batchFirst());
        }));
    }

    private static List<Tensor> ours(String kind, List<Tensor> x, RecurrentStack stack, int cells) {
        int first = kind.equals("lstm") ? 3 : 2;
        List<RecurrentWeights> weights = new ArrayList<>();
        for (int cell = 0; cell < cells; cell++) {
            int at = first + 4 * cell;
            weights.add(new RecurrentWeights(x.get(at), x.get(at + 1), x.get(at + 2), x.get(at + 3)));
        }
        if (kind.equals("lstm")) {
            LstmOutput out = x.get(0).lstm(weights, stack, x.get(1), x.get(2));
            return List.of(out.output(), out.hidden(), out.cell());
        }
        RecurrentOutput out =
                switch (kind) {
                    case "gru" -> x.get(0).gru(weights, stack, true, x.get(1));
                    case "rnn_tanh" -> x.get(0).rnn(weights, stack, Nonlinearity.TANH, x.get(1));
                    default -> x.get(0).rnn(weights, stack, Nonlinearity.RELU, x.get(1));
                };
        return List.of(out.output(), out.hidden());
    }
}
