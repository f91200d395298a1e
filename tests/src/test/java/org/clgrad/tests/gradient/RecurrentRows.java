package org.clgrad.tests.gradient;

import static org.clgrad.tests.gradient.GradientTest.spread;
import static org.clgrad.tests.gradient.GradientTest.spreadFrom;

import java.util.ArrayList;
import java.util.List;
import org.clgrad.autograd.GradientCheck.Point;
import org.clgrad.autograd.LstmOutput;
import org.clgrad.autograd.Nonlinearity;
import org.clgrad.autograd.RecurrentOutput;
import org.clgrad.autograd.RecurrentStack;
import org.clgrad.autograd.RecurrentWeights;
import org.clgrad.autograd.Tensor;
import org.clgrad.autograd.TensorShapes;
import org.clgrad.tests.gradient.GradientTest.Row;

/** The rows of {@link GradientTest} for recurrent networks. All that they give counts, and all that they take. */
final class RecurrentRows {
    private static final RecurrentStack TWICE_BOTH_WAYS = new RecurrentStack(2, true, 0, true);

    private RecurrentRows() {}

    static List<Row> all() {
        List<Row> rows = new ArrayList<>();
        lstm(rows);
        for (Nonlinearity nonlinearity : Nonlinearity.values()) {
            String name = "rnn, " + nonlinearity;
            add(rows, name, 2, (x, w, stack, h0, lengths) -> x.rnn(w, stack, nonlinearity, h0, lengths));
        }
        for (boolean after : new boolean[] {true, false}) {
            String name = "gru, reset " + (after ? "after" : "before");
            add(rows, name, 6, (x, w, stack, h0, lengths) -> x.gru(w, stack, after, h0, lengths));
        }
        return rows;
    }

    /** A network of cells that have a result and nothing beside. */
    private interface Network {
        RecurrentOutput apply(
                Tensor x, List<RecurrentWeights> weights, RecurrentStack stack, Tensor h0, long... lengths);
    }

    /** Rows for a network of two elements of state and so many sums. */
    private static void add(List<Row> rows, String name, long sums, Network network) {
        rows.add(new Row(
                name,
                in -> joined(network.apply(
                        in.get(0),
                        List.of(new RecurrentWeights(in.get(1), in.get(2), in.get(3), in.get(4))),
                        RecurrentStack.single(),
                        in.get(5))),
                List.of(
                        spread(3, 2, 3),
                        spread(sums, 3),
                        spread(sums, 2),
                        spread(sums),
                        spreadFrom(3, sums),
                        spread(1, 2, 2))));
        rows.add(new Row(
                name + ", both ways over sequences of several lengths",
                in -> joined(network.apply(
                        in.get(0),
                        List.of(weights(in, 1), weights(in, 3)),
                        new RecurrentStack(1, false, 0, true),
                        in.get(5),
                        1,
                        3)),
                List.of(
                        spread(3, 2, 2),
                        spread(sums, 2),
                        spread(sums, 2),
                        spreadFrom(3, sums, 2),
                        spreadFrom(4, sums, 2),
                        spread(2, 2, 2))));
    }

    private static void lstm(List<Row> rows) {
        Point x = spread(3, 2, 3);
        Point weight = spread(8, 3);
        Point square = spread(8, 2);
        Point bias = spread(8);
        Point state = spread(1, 2, 2);
        rows.add(new Row(
                "lstm",
                in -> joined(in.get(0)
                        .lstm(
                                List.of(new RecurrentWeights(in.get(1), in.get(2), in.get(3), in.get(4))),
                                RecurrentStack.single(),
                                in.get(5),
                                in.get(6))),
                List.of(x, weight, square, bias, spread(8), state, spread(1, 2, 2))));
        rows.add(new Row(
                "lstm, the last result alone",
                in -> in.get(0)
                        .lstm(List.of(weights(in, 1)), RecurrentStack.single(), null, null)
                        .hidden(),
                List.of(spread(3, 3), weight, square)));
        rows.add(new Row(
                "lstm of two layers both ways over sequences of several lengths",
                in -> joined(in.get(0)
                        .lstm(
                                List.of(weights(in, 1), weights(in, 3), weights(in, 5), weights(in, 7)),
                                TWICE_BOTH_WAYS,
                                in.get(9),
                                in.get(10),
                                2,
                                3)),
                List.of(
                        spread(2, 3, 2),
                        spread(4, 2),
                        spread(4, 1),
                        spread(4, 2),
                        spread(4, 1),
                        spread(4, 2),
                        spread(4, 1),
                        spread(4, 2),
                        spread(4, 1),
                        spread(4, 2, 1),
                        spread(4, 2, 1))));
        rows.add(new Row(
                "lstm, projected, with peepholes",
                in -> joined(in.get(0)
                        .lstm(
                                List.of(new RecurrentWeights(
                                        in.get(1), in.get(2), in.get(3), null, in.get(4), in.get(5))),
                                RecurrentStack.single(),
                                in.get(6),
                                in.get(7),
                                3,
                                1)),
                List.of(x, weight, spread(8, 1), bias, spread(1, 2), spread(6), spread(1, 2, 1), state)));
    }

    /** Weights without biases, from an input on. */
    private static RecurrentWeights weights(List<Tensor> in, int first) {
        return new RecurrentWeights(in.get(first), in.get(first + 1), null, null);
    }

    private static Tensor joined(RecurrentOutput out) {
        return joined(out.output(), out.hidden());
    }

    private static Tensor joined(LstmOutput out) {
        return joined(out.output(), out.hidden(), out.cell());
    }

    private static Tensor joined(Tensor... outputs) {
        Tensor[] flat = new Tensor[outputs.length];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = outputs[i].reshape(-1);
        }
        return TensorShapes.concat(0, flat);
    }
}
