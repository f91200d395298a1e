package org.clgrad.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.clgrad.engine.Device;
import org.clgrad.engine.Scope;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.nn.layer.Conv2d;
import org.clgrad.nn.layer.Linear;
import org.junit.jupiter.api.Test;

final class InitTest extends DeviceTest {
    @OnEachDevice
    void glorotFillsItsRangeAndNoMore(Device device) {
        try (Scope scope = on(device, 1);
                Conv2d conv = new Conv2d(16, 48, 3);
                Linear linear = new Linear(100, 50)) {
            // Keras's fans: C·R·S = 144 and K·R·S = 432; in = 100 and out = 50.
            uniform(conv.weight(), Math.sqrt(6.0 / (144 + 432)));
            uniform(linear.weight(), Math.sqrt(6.0 / 150));
            assertThat(conv.bias().orElseThrow().tensor().toDoubles()).containsOnly(0);
            assertThat(linear.bias().orElseThrow().tensor().toDoubles()).containsOnly(0);
        }
    }

    @OnEachDevice
    void kaimingIsThatOfPyTorchsLayers(Device device) {
        try (Scope scope = on(device, 1);
                Conv2d conv = new Conv2d(16, 4096, Window.sliding(3), 4, true, Init.KAIMING_UNIFORM)) {
            assertThat(conv.weight().shape()).isEqualTo(Shape.of(4096, 4, 3, 3));
            uniform(conv.weight(), 1 / Math.sqrt(4 * 9));
            uniform(conv.bias().orElseThrow(), 1 / Math.sqrt(4 * 9));
        }
    }

    @Test
    void theSameSeedGivesTheSameWeightsOnEveryDevice() {
        assertThat(weights(openClDevice(), 7)).isEqualTo(weights(host(), 7));
        assertThat(weights(host(), 8)).isNotEqualTo(weights(host(), 7));
    }

    @OnEachDevice
    void layersOfOneModelDiffer(Device device) {
        try (Scope scope = on(device, 1);
                Linear first = new Linear(4, 4);
                Linear second = new Linear(4, 4)) {
            assertThat(first.weight().tensor().toDoubles())
                    .isNotEqualTo(second.weight().tensor().toDoubles());
        }
    }

    private static double[] weights(Device device, long seed) {
        try (Scope scope = on(device, seed);
                Module model = MnistCnn.create()) {
            return model.parameters().stream()
                    .flatMapToDouble(p -> Arrays.stream(p.tensor().toDoubles()))
                    .toArray();
        }
    }

    /**
     * At least 4,096 draws u of U(−1, 1): the mean has the deviation 1/√(3n) ≤ 0.0091 and that of u², of mean 1/3, is
     * √(4/45n) ≤ 0.0047; 0.05 is more than five of either. All lie within the limit, and with a chance of less than
     * 0.98ⁿ ≤ 10⁻³⁵ none in the outer hundredth on either side. Rounding moves a draw by 2⁻²⁴ of the limit at most.
     */
    private static void uniform(Parameter parameter, double limit) {
        double[] values = Arrays.stream(parameter.tensor().toDoubles())
                .map(v -> v / limit)
                .toArray();
        assertThat(values.length).isGreaterThanOrEqualTo(4096);
        assertThat(Arrays.stream(values).map(Math::abs).max().orElseThrow()).isBetween(0.99, 1 + 0x1p-23);
        assertThat(Arrays.stream(values).average().orElseThrow()).isCloseTo(0, within(0.05));
        assertThat(Arrays.stream(values).map(v -> v * v).average().orElseThrow())
                .isCloseTo(1.0 / 3, within(0.05));
    }
}
