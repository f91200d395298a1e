package org.clgrad.tests.gradient;

import java.util.List;
import java.util.function.UnaryOperator;
import org.clgrad.autograd.RandomStream;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Scope;
import org.clgrad.tests.gradient.GradientTest.Row;

/** Dropout, with the same numbers each time. */
final class RandomRows {
    private RandomRows() {}

    static List<Row> all() {
        return List.of(
                row("dropout", x -> x.dropout(0.4)),
                row("dropout of parts", x -> x.dropoutParts(0.4, 1)),
                row("alpha dropout", x -> x.alphaDropout(0.3)),
                row("dropout of all", x -> x.dropout(1)));
    }

    private static Row row(String name, UnaryOperator<Tensor> dropout) {
        return new Row(name, in -> drawn(in.get(0), dropout).square(), List.of(GradientTest.spread(5, 3)));
    }

    private static Tensor drawn(Tensor x, UnaryOperator<Tensor> dropout) {
        try (RandomStream stream = new RandomStream(x.device(), 7);
                Scope scope = RandomStream.set(Scope.open(), stream)) {
            return scope.keep(dropout.apply(x));
        }
    }
}
