package org.clgrad.engine.routine.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;
import org.junit.jupiter.api.Test;

/**
 * The references of what is drawn, by hand: under seed 0 the words of block 0 are 6627e8d5 e169c58d bc57ac4c 9b00dbd8, as
 * Random123 says.
 */
final class DrawReferenceTest {
    private static HostArray state(long seed, long counter) {
        HostArray state = HostArray.zeros(TensorSpec.of(DType.I64, 2));
        state.set(new long[] {seed, counter});
        return state;
    }

    private static HostArray integers(Shape shape, long... values) {
        HostArray array = HostArray.zeros(TensorSpec.of(DType.I64, shape));
        array.set(values);
        return array;
    }

    private static List<HostArray> run(Routine routine, HostArray... in) {
        List<HostArray> out = new ArrayList<>();
        routine.infer(Arrays.stream(in).map(HostArray::spec).toList()).forEach(spec -> out.add(HostArray.zeros(spec)));
        routine.onHost(HostExec.sequential(), new Args(List.of(in), out));
        return out;
    }

    @Test
    void countsOfDenormalWeightsAreThoseOfTheirMultiples() {
        double[] weights = {4, 3, 1};
        for (double unit : new double[] {1, Double.MIN_VALUE}) {
            HostArray w = HostArray.of(
                    DType.F64,
                    Shape.of(1, 3),
                    Arrays.stream(weights).map(weight -> weight * unit).toArray());
            HostArray largest = HostArray.of(DType.F64, Shape.of(1, 1), 4 * unit);
            assertThat(run(new MultinomialCounts(), w, largest).get(0).longs())
                    .containsExactly(1L << 37, 3L << 35, 1L << 35);
        }
    }

    @Test
    void anEventHappensBelowItsThreshold() {
        List<HostArray> half = run(new PhiloxBernoulli(DType.I32, Shape.of(4), 0.5), state(0, 0));
        assertThat(half.get(0).longs()).containsExactly(1, 0, 0, 0);
        assertThat(half.get(1).longs()).containsExactly(0, 1);
        assertThat(run(new PhiloxBernoulli(DType.F64, Shape.of(5), 0.75), state(0, 0))
                        .get(1)
                        .longs())
                .containsExactly(0, 2);
        HostArray own = HostArray.of(DType.F32, Shape.of(4), 0.3, 0.9, Double.NaN, 2);
        // 6627e8d5 is 0.3991 of 2³², e169c58d 0.8805.
        assertThat(run(PhiloxBernoulli.ofEach(own.spec()), state(0, 0), own)
                        .get(0)
                        .doubles())
                .containsExactly(0, 1, 0, 1);
    }

    @Test
    void thresholdsAreRoundedUpAndReachBothEnds() {
        assertThat(Philox.threshold(0)).isZero();
        assertThat(Philox.threshold(Double.NaN)).isZero();
        assertThat(Philox.threshold(1e-300)).isEqualTo(1);
        assertThat(Philox.threshold(0.5)).isEqualTo(1L << 31);
        assertThat(Philox.threshold(1)).isEqualTo(1L << 32);
    }

    @Test
    void integersAreSharesOfSixtyFourBits() {
        // 0.3991·6 = 2.39 and 0.7357·6 = 4.41.
        List<HostArray> dice = run(new PhiloxIntegers(Shape.of(2), 0, 6), state(0, 0));
        assertThat(dice.get(0).longs()).containsExactly(2, 4);
        assertThat(dice.get(1).longs()).containsExactly(0, 1);
        assertThat(run(new PhiloxIntegers(Shape.of(2), -10, -4), state(0, 0))
                        .get(0)
                        .longs())
                .containsExactly(-8, -6);
        assertThat(run(new PhiloxIntegers(Shape.of(1), 0, Long.MAX_VALUE), state(0, 0))
                        .get(0)
                        .longs())
                .containsExactly(0x6627e8d5e169c58dL >>> 1);
    }

    @Test
    void dropoutScalesWhatItKeeps() {
        HostArray x = HostArray.of(DType.F64, Shape.of(4), Double.NaN, 2, 3, 4);
        List<HostArray> y = run(Dropout.of(0.5, 1), x, state(0, 0));
        assertThat(y.get(0).doubles()).containsExactly(0, 4, 6, 8);
        assertThat(y.get(1).longs()).containsExactly(0, 1);
        HostArray rows = HostArray.of(DType.F64, Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
        assertThat(run(Dropout.of(0.5, 3), rows, state(0, 0)).get(0).doubles()).containsExactly(0, 0, 0, 8, 10, 12);
        assertThat(run(Dropout.of(1, 1), x, state(0, 0)).get(0).doubles()).containsExactly(0, 0, 0, 0);
    }

    @Test
    void theGradientDropsWhatWasDropped() {
        HostArray dy = HostArray.of(DType.F64, Shape.of(4), 1, 1, 1, 1);
        List<HostArray> dx = run(Dropout.of(0.5, 1).backward(), dy, state(0, 1));
        assertThat(dx).hasSize(1);
        assertThat(dx.get(0).doubles()).containsExactly(0, 2, 2, 2);
    }

    @Test
    void alphaDropoutKeepsMeanAndVariance() {
        Dropout alpha = Dropout.alpha(0.25);
        double kept = 0.75;
        // Of x with mean 0 and variance 1: E y = ¾·shift + ¼·dropped, E y² = ¾·(scale² + shift²) + ¼·dropped².
        assertThat(kept * alpha.shift() + 0.25 * alpha.dropped()).isCloseTo(0, within(1e-15));
        assertThat(kept * (alpha.scale() * alpha.scale() + alpha.shift() * alpha.shift())
                        + 0.25 * alpha.dropped() * alpha.dropped())
                .isCloseTo(1, within(1e-15));
        assertThat(alpha.dropped()).isCloseTo(alpha.scale() * -1.7580993408473766 + alpha.shift(), within(1e-15));
    }

    @Test
    void countsAreWeightsTimesAPowerOfTwo() {
        HostArray w = HostArray.of(DType.F64, Shape.of(2, 4), 1, 0.5, 0, -1, 1e-30, 1.5, Double.NaN, 0.25);
        HostArray largest = HostArray.of(DType.F64, Shape.of(2, 1), 1, 1.5);
        long one = 1L << 37;
        assertThat(run(new MultinomialCounts(), w, largest).get(0).longs())
                .containsExactly(one, one / 2, 0, 0, 1, one + one / 2, 0, one / 4);
        for (double none : new double[] {Double.NaN, Double.POSITIVE_INFINITY, 0, -1}) {
            largest.set(new double[] {none, 1});
            assertThat(run(new MultinomialCounts(), w, largest).get(0).longs()).startsWith(0, 0, 0, 0, 1);
        }
    }

    @Test
    void aDrawIsWhereTheSumsPassTheNumber() {
        // 0.3991·4 = 1.6 and 0.7357·4 = 2.9: both in the part of the second, 1 to 3.
        HostArray counts = integers(Shape.of(1, 3), 1, 2, 1);
        assertThat(run(new MultinomialSearch(2), counts, state(0, 0)).get(0).longs())
                .containsExactly(1, 1);
        HostArray rows = integers(Shape.of(2, 3), 0, 0, 0, 0, 0, 5);
        List<HostArray> drawn = run(new MultinomialSearch(1), rows, state(0, 0));
        assertThat(drawn.get(0).longs()).containsExactly(-1, 2);
        assertThat(drawn.get(1).longs()).containsExactly(0, 1);
    }

    @Test
    void keysAreLogarithmsOfExponentials() {
        HostArray counts = integers(Shape.of(4), 1, 1000, 0, 1L << 38);
        long[] keys = run(new MultinomialKeys(), counts, state(5, 9)).get(0).longs();
        for (int i = 0; i < keys.length; i++) {
            double u = (Philox.bits(new long[] {5, 9}, i) >>> 11) * 0x1p-53;
            double expected = Math.log(-Math.log(u) / Math.log(2)) / Math.log(2)
                    - Math.log((double) counts.longs()[i]) / Math.log(2);
            if (counts.longs()[i] == 0) {
                assertThat(keys[i]).isEqualTo(1L << 62);
            } else {
                // u has 53 of the 64 bits; the exponential, of the size of 1, is as much off.
                assertThat(keys[i] * 0x1p-40 - 57).isCloseTo(expected, within(1e-11));
            }
        }
        // −log₂ of 1 − 2⁻⁶⁴ is cut up to 2⁻⁵⁷, that of 2⁻⁶⁴ is 64 = 2⁶³·2⁻⁵⁷.
        assertThat(MultinomialKeys.key(-1, 1)).isEqualTo(0);
        assertThat(MultinomialKeys.key(0, 1)).isEqualTo(63L << 40);
    }

    @Test
    void attributesOutOfRangeAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Dropout.of(1.5, 1))
                .withMessageContaining("[0, 1], got 1.5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PhiloxBernoulli(DType.F32, Shape.of(1), -0.1))
                .withMessageContaining("[0, 1], got -0.1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PhiloxIntegers(Shape.of(1), 2, 2))
                .withMessageContaining("[2, 2)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PhiloxIntegers(Shape.of(1), Long.MIN_VALUE, 1))
                .withMessageContaining("2⁶³");
    }
}
