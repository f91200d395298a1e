package org.clgrad.engine.routine.softmax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;
import org.junit.jupiter.api.Test;

/** The references of the softmax family against numbers worked out by hand: logarithms of small integers. */
final class SoftmaxReferenceTest {
    private static final Offset<Double> CLOSE = within(1e-14);
    private static final double LN2 = Math.log(2);
    private static final double LN3 = Math.log(3);
    private static final double LN6 = Math.log(6);

    private static HostArray matrix(long rows, long columns, double... values) {
        return HostArray.of(DType.F64, Shape.of(rows, columns), values);
    }

    private static List<HostArray> run(Routine routine, HostArray... in) {
        List<TensorSpec> specs = List.of(in).stream().map(HostArray::spec).toList();
        List<HostArray> out = new ArrayList<>();
        routine.infer(specs).forEach(spec -> out.add(HostArray.zeros(spec)));
        routine.onHost(HostExec.sequential(), new Args(List.of(in), out));
        return out;
    }

    @Test
    void softmaxOfLogarithmsIsProportional() {
        // Weights 1 : 2 : 3, and the same shifted by 1000, which must not overflow.
        HostArray x = matrix(2, 3, 0, LN2, LN3, 1000, 1000 + LN2, 1000 + LN3);
        assertThat(run(new Softmax(1, false), x).get(0).doubles())
                .containsExactly(new double[] {1 / 6., 2 / 6., 3 / 6., 1 / 6., 2 / 6., 3 / 6.}, within(1e-12));
        assertThat(run(new Softmax(-1, true), x).get(0).doubles())
                .containsExactly(new double[] {-LN6, LN2 - LN6, LN3 - LN6, -LN6, LN2 - LN6, LN3 - LN6}, within(1e-12));
    }

    @Test
    void anotherAxisMeansColumns() {
        HostArray x = matrix(2, 2, 0, LN3, 0, 0);
        assertThat(run(new Softmax(0, false), x).get(0).doubles())
                .containsExactly(new double[] {0.5, 0.75, 0.5, 0.25}, CLOSE);
    }

    @Test
    void gradientsFollowFromTheJacobian() {
        HostArray y = matrix(1, 3, 0.5, 0.25, 0.25);
        HostArray dy = matrix(1, 3, 4, 0, 8);
        // Σ dy·y = 4.
        assertThat(run(new SoftmaxBackward(1, false), dy, y).get(0).doubles())
                .containsExactly(new double[] {0, -1, 1}, CLOSE);
        HostArray logY = matrix(1, 3, -LN2, -2 * LN2, -2 * LN2);
        // Σ dy = 12.
        assertThat(run(new SoftmaxBackward(1, true), dy, logY).get(0).doubles())
                .containsExactly(new double[] {-2, -3, 5}, CLOSE);
    }

    @Test
    void crossEntropyTakesTheLabelsLogProbability() {
        HostArray x = matrix(4, 3, 0, LN2, LN3, 0, LN2, LN3, 0, LN2, LN3, 0, LN2, LN3);
        HostArray labels = HostArray.of(DType.I32, Shape.of(4), 2, 0, 3, 1);
        List<HostArray> out = run(new CrossEntropy(1, 0), x, labels);
        assertThat(out.get(0).doubles()).containsExactly(new double[] {LN2, LN6, Double.NaN, 0}, CLOSE);
        assertThat(out.get(1).doubles()).containsExactly(1, 1, 0, 0);
        HostArray dloss = HostArray.of(DType.F64, Shape.of(4), 6, 12, 1, 1);
        double nan = Double.NaN;
        assertThat(run(new CrossEntropyBackward(1, 0), dloss, out.get(2), labels)
                        .get(0)
                        .doubles())
                .containsExactly(new double[] {1, 2, -3, -10, 4, 6, nan, nan, nan, 0, 0, 0}, CLOSE);
    }

    @Test
    void crossEntropyWeighsAndSmooths() {
        HostArray x = matrix(1, 3, 0, LN2, LN3);
        HostArray labels = HostArray.of(DType.I32, Shape.of(1), 2);
        HostArray weight = HostArray.of(DType.F64, Shape.of(3), 3, 6, 12);
        List<HostArray> out = run(new CrossEntropy(-100, 0.25), x, labels, weight);
        // −y is log 6, log 3, log 2; the target 3/12, 6/12 and 12·(3/4 + 1/12).
        assertThat(out.get(0).doubles()).containsExactly(new double[] {LN6 / 4 + LN3 / 2 + 10 * LN2}, CLOSE);
        assertThat(out.get(1).doubles()).containsExactly(12);
        HostArray dloss = HostArray.of(DType.F64, Shape.of(1), 2);
        HostArray total = HostArray.of(DType.F64, Shape.scalar(), 21);
        // The target's sum is 10.75.
        assertThat(run(new CrossEntropyBackward(-100, 0.25), dloss, out.get(2), labels, weight, total)
                        .get(0)
                        .doubles())
                .containsExactly(
                        new double[] {2 * (10.75 / 6 - 0.25), 2 * (10.75 / 3 - 0.5), 2 * (10.75 / 2 - 10)}, CLOSE);
    }

    @Test
    void rowsWithoutAMaximumAreNaN() {
        double inf = Double.POSITIVE_INFINITY;
        HostArray x = matrix(4, 2, -inf, -inf, inf, 0, Double.NaN, 0, -inf, 0);
        assertThat(run(new Softmax(1, false), x).get(0).doubles())
                .containsExactly(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, 0, 1);
        assertThat(run(new Softmax(1, true), x).get(0).doubles())
                .containsExactly(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, -inf, 0);
    }
}
