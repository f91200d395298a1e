package org.clgrad.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.clgrad.autograd.Tensor;
import org.clgrad.autograd.Tensors;
import org.clgrad.engine.Device;
import org.clgrad.engine.Scope;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.junit.jupiter.api.Test;

/**
 * What is drawn, against its distribution. A χ² number of d degrees of freedom is at least d + 2√(dt) + 2t with a probability
 * of e⁻ᵗ at most (Laurent and Massart, "Adaptive estimation of a quadratic functional", Annals of Statistics 28, 2000, lemma
 * 1); t = 14 makes that one in a million. The seeds are fixed, and were not chosen.
 */
final class RandomDrawsTest extends DeviceTest {
    private static final double T = 14;

    private static void assertFits(Map<?, Double> probabilities, List<?> drawn) {
        Map<Object, Integer> seen = new HashMap<>();
        drawn.forEach(outcome -> seen.merge(outcome, 1, Integer::sum));
        assertThat(seen.keySet()).allMatch(probabilities::containsKey);
        double chiSquare = 0;
        for (Map.Entry<?, Double> outcome : probabilities.entrySet()) {
            double expected = outcome.getValue() * drawn.size();
            double distance = seen.getOrDefault(outcome.getKey(), 0) - expected;
            chiSquare += distance * distance / expected;
        }
        int freedom = probabilities.size() - 1;
        assertThat(chiSquare).isLessThan(freedom + 2 * Math.sqrt(freedom * T) + 2 * T);
    }

    private static List<Long> boxed(Tensor tensor) {
        return LongStream.of(tensor.toLongs()).boxed().toList();
    }

    @OnEachDevice
    void bernoulli(Device device) {
        try (Scope scope = on(device, 1)) {
            assertFits(Map.of(0L, 0.7, 1L, 0.3), boxed(Tensors.bernoulli(0.3, 20_000)));
            Tensor own = Tensor.of(0.1, 0.9).expand(Shape.of(10_000, 2));
            Tensor drawn = own.bernoulli();
            assertFits(Map.of(0L, 0.9, 1L, 0.1), boxed(drawn.select(1, 0)));
            assertFits(Map.of(0L, 0.1, 1L, 0.9), boxed(drawn.select(1, 1)));
        }
    }

    @OnEachDevice
    void integers(Device device) {
        try (Scope scope = on(device, 1)) {
            Map<Long, Double> dice = new HashMap<>();
            LongStream.range(-2, 5).forEach(face -> dice.put(face, 1 / 7.0));
            assertFits(dice, boxed(Tensors.randint(-2, 5, 200, 100)));
        }
    }

    @OnEachDevice
    void withReplacement(Device device) {
        try (Scope scope = on(device, 1)) {
            Tensor weights = Tensor.of(DType.F32, Shape.of(2, 4), 1, 0, 3, 4, 5, 5, 0, 0);
            Tensor drawn = weights.multinomial(10_000, true);
            assertThat(drawn.shape()).isEqualTo(Shape.of(2, 10_000));
            assertFits(Map.of(0L, 1 / 8.0, 2L, 3 / 8.0, 3L, 4 / 8.0), boxed(drawn.select(0, 0)));
            assertFits(Map.of(0L, 0.5, 1L, 0.5), boxed(drawn.select(0, 1)));
        }
    }

    /** The second of two is drawn from the rest: p(i, j) = wᵢ/Σw · wⱼ/(Σw − wᵢ). */
    @OnEachDevice
    void withoutReplacement(Device device) {
        try (Scope scope = on(device, 1)) {
            double[] w = {1, 2, 3, 4};
            int rows = 20_000;
            Tensor drawn = Tensor.of(w).expand(Shape.of(rows, 4)).multinomial(2, false);
            long[] indices = drawn.toLongs();
            List<List<Long>> pairs = new ArrayList<>();
            for (int i = 0; i < rows; i++) {
                pairs.add(List.of(indices[2 * i], indices[2 * i + 1]));
            }
            Map<List<Long>, Double> probabilities = new HashMap<>();
            for (int i = 0; i < 4; i++) {
                for (int j = 0; j < 4; j++) {
                    if (i != j) {
                        probabilities.put(List.of((long) i, (long) j), w[i] / 10 * w[j] / (10 - w[i]));
                    }
                }
            }
            assertFits(probabilities, pairs);
        }
    }

    @OnEachDevice
    void whatCannotBeDrawnIsNoIndex(Device device) {
        try (Scope scope = on(device, 1)) {
            Tensor weights = Tensor.of(DType.F32, Shape.of(3, 3), 0, 2, 0, 0, 0, 0, 1, Double.NaN, 1);
            assertThat(weights.multinomial(2, true).toLongs()).containsExactly(1, 1, -1, -1, -1, -1);
            assertThat(weights.multinomial(2, false).toLongs()).containsExactly(1, -1, -1, -1, -1, -1);
            assertThat(Tensor.of(0, 1, -1).multinomial(1, true).toLongs()).containsExactly(1);
            assertThat(Tensor.of(1, 1).multinomial(0, true).shape()).isEqualTo(Shape.of(0));
            assertThatThrownBy(() -> Tensor.of(1, 1).multinomial(3, false))
                    .hasMessageContaining("0 to 2 without replacement");
            assertThatThrownBy(() -> Tensor.scalar(1).multinomial(1, true)).hasMessageContaining("shape [n] or [b,n]");
        }
    }

    @Test
    void allOrdersOfFourAreAlike() {
        try (Scope scope = on(host(), 1)) {
            List<List<Long>> orders = new ArrayList<>();
            for (int i = 0; i < 12_000; i++) {
                try (Tensor order = Tensors.randperm(4)) {
                    orders.add(boxed(order));
                }
            }
            Map<List<Long>, Double> probabilities = new HashMap<>();
            orders.forEach(order -> probabilities.put(order, 1 / 24.0));
            assertThat(probabilities).hasSize(24);
            assertFits(probabilities, orders);
        }
    }

    @OnEachDevice
    void aPermutationHasEachNumberOnce(Device device) {
        try (Scope scope = on(device, 1)) {
            long[] order = Tensors.randperm(5000).toLongs();
            assertThat(order).isNotEqualTo(LongStream.range(0, 5000).toArray());
            Arrays.sort(order);
            assertThat(order).containsExactly(LongStream.range(0, 5000).toArray());
            assertThat(Tensors.randperm(1).toLongs()).containsExactly(0);
            assertThat(Tensors.randperm(0).toLongs()).isEmpty();
        }
    }

    @Test
    void theSameSeedDrawsTheSameOnEveryDevice() {
        same(() -> Tensors.randperm(3000));
        same(() -> Tensors.randint(0, 1L << 60, 100));
        same(() -> Tensors.bernoulli(0.37, 1001));
        same(() -> Tensors.rand(77).bernoulli());
        same(() -> Tensors.rand(3, 1001).multinomial(500, true));
        same(() -> Tensors.rand(3, 1001).multinomial(500, false));
    }

    private static void same(Supplier<Tensor> drawn) {
        assertThat(drawn(openClDevice(), drawn)).isEqualTo(drawn(host(), drawn));
    }

    private static long[] drawn(Device device, Supplier<Tensor> drawn) {
        try (Scope scope = on(device, 12)) {
            return drawn.get().toLongs();
        }
    }
}
