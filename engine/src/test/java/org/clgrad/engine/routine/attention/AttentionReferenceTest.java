package org.clgrad.engine.routine.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.random.Philox;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;
import org.junit.jupiter.api.Test;

/** The references of attention against numbers worked out by hand: scores are logarithms, so that weights are fractions. */
final class AttentionReferenceTest {
    private static final Offset<Double> CLOSE = within(1e-14);
    private static final double LN2 = Math.log(2);
    private static final double LN3 = Math.log(3);
    private static final double NONE = Double.NEGATIVE_INFINITY;

    /** One query of 1; the scores of three keys are log 1, log 2, log 3 with a scale of ½. */
    private static final HostArray ONE = array(Shape.of(1, 1, 1, 1), 1);

    private static final HostArray KEYS = array(Shape.of(1, 1, 3, 1), 0, 2 * LN2, 2 * LN3);
    private static final HostArray VALUES = array(Shape.of(1, 1, 3, 2), 6, 0, 0, 6, 12, 6);

    private static HostArray array(Shape shape, double... values) {
        return HostArray.of(DType.F64, shape, values);
    }

    private static List<HostArray> run(Routine routine, HostArray... in) {
        List<TensorSpec> specs = List.of(in).stream().map(HostArray::spec).toList();
        List<HostArray> out = new ArrayList<>();
        routine.infer(specs).forEach(spec -> out.add(HostArray.zeros(spec)));
        routine.onHost(HostExec.sequential(), new Args(List.of(in), out));
        return out;
    }

    private static void is(HostArray array, double... values) {
        assertThat(array.doubles()).containsExactly(values, CLOSE);
    }

    @Test
    void valuesAreWeightedBySoftmax() {
        // Weights 1/6, 2/6, 3/6.
        List<HostArray> out = run(new Attention(false, 0.5, 0), ONE, KEYS, VALUES);
        is(out.get(0), 7, 5);
        is(out.get(1), Math.log(6));
    }

    @Test
    void causalQueriesSeeWhatIsNotBehindThem() {
        HostArray queries = array(Shape.of(1, 1, 4, 1), 1, 1, 1, 1);
        List<HostArray> out = run(new Attention(true, 0.5, 0), queries, KEYS, VALUES);
        is(out.get(0), 6, 0, 2, 4, 7, 5, 7, 5);
        is(out.get(1), 0, LN3, Math.log(6), Math.log(6));
    }

    @Test
    void masksLeaveOutOrAdd() {
        Shape shape = Shape.of(1, 1, 1, 3);
        Attention plain = new Attention(false, 0.5, 0);
        is(
                run(plain, ONE, KEYS, VALUES, HostArray.of(DType.BOOL, shape, 1, 0, 1))
                        .get(0),
                10.5,
                4.5);
        is(run(plain, ONE, KEYS, VALUES, array(shape, LN3, NONE, 0)).get(0), 9, 3);
        // Nobody takes part.
        for (HostArray mask : List.of(HostArray.of(DType.BOOL, shape, 0, 0, 0), array(shape, NONE, NONE, NONE))) {
            List<HostArray> out = run(plain, ONE, KEYS, VALUES, mask);
            is(out.get(0), 0, 0);
            assertThat(out.get(1).doubles()).containsExactly(NONE);
        }
        List<HostArray> none = run(plain, ONE, array(Shape.of(1, 1, 0, 1)), array(Shape.of(1, 1, 0, 2)));
        is(none.get(0), 0, 0);
        assertThat(none.get(1).doubles()).containsExactly(NONE);
    }

    @Test
    void neighbouringHeadsShareKeys() {
        HostArray queries = array(Shape.of(1, 4, 1, 1), 1, 1, 1, 1);
        HostArray keys = array(Shape.of(1, 2, 1, 1), 5, 7);
        HostArray values = array(Shape.of(1, 2, 1, 1), 10, 20);
        is(run(new Attention(false, 1, 0), queries, keys, values).get(0), 10, 10, 20, 20);
    }

    @Test
    void whatIsDroppedFollowsFromCounterAndPlace() {
        HostArray state = HostArray.zeros(TensorSpec.of(DType.I64, 2));
        state.set(new long[] {9, 40});
        HostArray queries = array(Shape.of(1, 1, 2, 1), 1, 1);
        // Value j is 3·10ʲ, so that digits say what has stayed; the second query begins with the second block.
        HostArray keys = array(Shape.of(1, 1, 3, 1), 0, 0, 0);
        HostArray values = array(Shape.of(1, 1, 3, 1), 3, 30, 300);
        double[] y = run(new Attention(false, 1, 0.5), queries, keys, values, state)
                .get(0)
                .doubles();
        for (int query = 0; query < 2; query++) {
            double[] fractions = Philox.fractions(DType.F32, 9, 40 + query);
            double expected = 0;
            for (int key = 0; key < 3; key++) {
                expected += fractions[key] < 0.5 ? 0 : 2 * Math.pow(10, key);
            }
            assertThat(y[query]).isCloseTo(expected, CLOSE);
        }
        is(run(new Attention(false, 1, 1), queries, keys, values, state).get(0), 0, 0);
    }

    /**
     * Weights ¼, ¾; y = ¼·4 + ¾·8 = 7. With dy = 2: dv = ½, 1½; dp = 8, 16; δ = 14; ds = ¼·(−6), ¾·2 = ∓1½; dq = scale·(−1½·0 +
     * 1½·2·ln 3), dk = ∓scale·1½·q.
     */
    @Test
    void gradientsComeFromWeightsComputedAgain() {
        HostArray keys = array(Shape.of(1, 1, 2, 1), 0, 2 * LN3);
        HostArray values = array(Shape.of(1, 1, 2, 1), 4, 8);
        HostArray dy = array(Shape.of(1, 1, 1, 1), 2);
        List<HostArray> out = run(new Attention(false, 0.5, 0), ONE, keys, values);
        is(out.get(0), 7);
        List<HostArray> gradients =
                run(new AttentionBackward(false, 0.5, 0), dy, out.get(0), out.get(1), ONE, keys, values);
        is(gradients.get(0), 1.5 * LN3);
        is(gradients.get(1), -0.75, 0.75);
        is(gradients.get(2), 0.5, 1.5);
        // Two heads that share the keys add up.
        HostArray twice = array(Shape.of(1, 2, 1, 1), 1, 1);
        HostArray dyTwice = array(Shape.of(1, 2, 1, 1), 2, 2);
        List<HostArray> shared = run(new Attention(false, 0.5, 0), twice, keys, values);
        gradients =
                run(new AttentionBackward(false, 0.5, 0), dyTwice, shared.get(0), shared.get(1), twice, keys, values);
        is(gradients.get(0), 1.5 * LN3, 1.5 * LN3);
        is(gradients.get(1), -1.5, 1.5);
        is(gradients.get(2), 1, 3);
        // Nobody takes part: zeros, not NaN.
        HostArray mask = HostArray.of(DType.BOOL, Shape.of(1, 1, 1, 2), 0, 0);
        HostArray none = array(Shape.of(1, 1, 1), NONE);
        gradients = run(new AttentionBackward(false, 0.5, 0), dy, array(dy.shape(), 0), none, ONE, keys, values, mask);
        is(gradients.get(0), 0);
        is(gradients.get(1), 0, 0);
        is(gradients.get(2), 0, 0);
    }

    @Test
    void scalesAndSharesThatAreNoneAreRefused() {
        assertThatThrownBy(() -> new Attention(false, Double.NaN, 0)).hasMessageContaining("attention: the scale");
        assertThatThrownBy(() -> new AttentionBackward(false, 1, 1.5)).hasMessageContaining("dropout is from 0 to 1");
    }
}
