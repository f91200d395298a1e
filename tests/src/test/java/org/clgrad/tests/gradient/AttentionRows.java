package org.clgrad.tests.gradient;

import static org.clgrad.tests.gradient.GradientTest.spread;
import static org.clgrad.tests.gradient.GradientTest.spreadFrom;

import java.util.ArrayList;
import java.util.List;
import org.clgrad.autograd.DefaultDevice;
import org.clgrad.autograd.GradientCheck.Point;
import org.clgrad.autograd.RandomStream;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Scope;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.tests.gradient.GradientTest.Row;
import org.jspecify.annotations.Nullable;

/** Attention, plain, causal, masked, with shared heads, and with dropout that drops the same each time. */
final class AttentionRows {
    private static final List<Point> POINTS =
            List.of(spread(1, 2, 3, 2), spreadFrom(7, 1, 2, 4, 2), spreadFrom(8, 1, 2, 4, 3));
    private static final List<Point> SHARED = List.of(spread(2, 3, 2), spreadFrom(7, 1, 2, 2), spreadFrom(8, 1, 2, 3));

    private AttentionRows() {}

    static List<Row> all() {
        List<Point> masked = new ArrayList<>(POINTS);
        masked.add(spread(3, 4));
        return List.of(
                new Row("attention", in -> in.get(0).scaledDotProductAttention(in.get(1), in.get(2)), POINTS),
                new Row("causal attention", in -> attention(in, null, 0, true, false), POINTS),
                new Row("masked attention", in -> attention(in, keys(in), 0, false, false), POINTS),
                new Row(
                        "attention with a mask that is learnt",
                        in -> attention(in, in.get(3), 0, false, false),
                        masked),
                new Row("attention with shared keys", in -> attention(in, null, 0, true, true), SHARED),
                new Row("attention with dropout", in -> dropping(in, 0.4), SHARED));
    }

    /** The second query sees no key, the first one not the third. */
    private static Tensor keys(List<Tensor> in) {
        return Tensor.of(in.get(0).device(), DType.BOOL, Shape.of(3, 4), 1, 1, 0, 1, 0, 0, 0, 0, 1, 1, 1, 1);
    }

    private static Tensor attention(
            List<Tensor> in, @Nullable Tensor mask, double dropout, boolean causal, boolean shared) {
        return in.get(0).scaledDotProductAttention(in.get(1), in.get(2), mask, dropout, causal, 0.8, shared);
    }

    private static Tensor dropping(List<Tensor> in, double dropout) {
        try (Scope scope =
                RandomStream.seed(DefaultDevice.set(Scope.open(), in.get(0).device()), 5)) {
            return scope.keep(attention(in, null, dropout, false, true));
        }
    }
}
