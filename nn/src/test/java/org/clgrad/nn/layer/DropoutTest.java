package org.clgrad.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.clgrad.autograd.Tensor;
import org.clgrad.autograd.Tensors;
import org.clgrad.engine.Device;
import org.clgrad.engine.Scope;
import org.clgrad.nn.DeviceTest;
import org.clgrad.nn.Module;
import org.clgrad.nn.OnEachDevice;
import org.clgrad.nn.Sequential;
import org.junit.jupiter.api.Test;

final class DropoutTest extends DeviceTest {
    private static final int N = 20_000;

    @OnEachDevice
    void aShareIsDroppedWhileTrainingOnly(Device device) {
        try (Scope scope = on(device, 3);
                Module dropout = new Dropout(0.3)) {
            Tensor x = Tensors.ones(N);
            double[] y = dropout.apply(x).toDoubles();
            long dropped = Arrays.stream(y).filter(value -> value == 0).count();
            // Five standard deviations of a binomial number.
            assertThat(Math.abs(dropped - 0.3 * N)).isLessThan(5 * Math.sqrt(0.3 * 0.7 * N));
            assertThat(Arrays.stream(y).distinct().toArray()).containsExactlyInAnyOrder(0, (float) (1 / 0.7));
            assertThat(dropout.apply(x).toDoubles()).isNotEqualTo(y);
            dropout.eval();
            assertThat(dropout.apply(x)).isSameAs(x);
        }
    }

    @OnEachDevice
    void theGradientGoesWhereTheInputWent(Device device) {
        try (Scope scope = on(device, 3)) {
            Tensor x = Tensors.ones(1000).requiresGrad(true);
            Tensor y = x.dropout(0.5);
            y.sum().backward();
            assertThat(x.grad().orElseThrow().toDoubles()).containsExactly(y.toDoubles());
        }
    }

    @OnEachDevice
    void nothingAndAllCanBeDropped(Device device) {
        try (Scope scope = on(device, 3)) {
            Tensor x = Tensors.ones(100);
            assertThat(x.dropout(0)).isSameAs(x);
            assertThat(x.dropout(1).toDoubles()).containsOnly(0);
            assertThat(x.alphaDropout(1).toDoubles()).containsOnly(0);
        }
    }

    @OnEachDevice
    void channelsAreDroppedWhole(Device device) {
        try (Scope scope = on(device, 3);
                Module one = new Dropout1d();
                Module two = new Dropout2d();
                Module three = new Dropout3d()) {
            wholeParts(one.apply(Tensors.ones(8, 16, 5)), 5);
            wholeParts(one.apply(Tensors.ones(128, 5)), 5);
            wholeParts(two.apply(Tensors.ones(8, 16, 3, 3)), 9);
            wholeParts(two.apply(Tensors.ones(8, 16, 9)), 9);
            wholeParts(three.apply(Tensors.ones(8, 16, 2, 3, 2)), 12);
            wholeParts(three.apply(Tensors.ones(128, 2, 3, 2)), 12);
            Tensor x = Tensors.ones(4, 4);
            assertThatThrownBy(() -> two.apply(x))
                    .hasMessageContaining("[3, 4]")
                    .hasMessageContaining("[4,4]");
        }
    }

    private static void wholeParts(Tensor y, int size) {
        double[] values = y.toDoubles();
        int dropped = 0;
        for (int i = 0; i < values.length; i += size) {
            double[] part = Arrays.copyOfRange(values, i, i + size);
            assertThat(part).containsOnly(part[0]);
            dropped += part[0] == 0 ? 1 : 0;
        }
        // 128 parts; five standard deviations are 28.
        assertThat(dropped).isBetween(64 - 29, 64 + 29);
    }

    @OnEachDevice
    void alphaDropoutKeepsMeanAndVariance(Device device) {
        try (Scope scope = on(device, 3);
                Module alpha = new AlphaDropout(0.2)) {
            Tensor x = Tensors.randn(N);
            Tensor y = alpha.apply(x);
            assertThat(Math.abs(y.mean().item())).isLessThan(5 / Math.sqrt(N));
            // The fourth moment of y is below 4, so the deviation of the mean square is below √(4/n).
            assertThat(Math.abs(y.square().mean().item() - 1)).isLessThan(5 * Math.sqrt(4.0 / N));
        }
    }

    @Test
    void theSameSeedDropsTheSameOnEveryDevice() {
        assertThat(dropped(openClDevice())).isEqualTo(dropped(host()));
    }

    private static List<Double> dropped(Device device) {
        try (Scope scope = on(device, 11);
                Module model = new Sequential(new Dropout(0.4), new Dropout2d(0.3), new AlphaDropout(0.1))) {
            double[] y = model.apply(Tensors.ones(6, 5, 4, 3)).toDoubles();
            return Arrays.stream(y)
                    .boxed()
                    .map(value -> (double) Math.round(value * 1e4))
                    .toList();
        }
    }

    @Test
    void sharesOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new Dropout(1.5)).hasMessageContaining("[0, 1], got 1.5");
        assertThatThrownBy(() -> new Dropout2d(Double.NaN)).hasMessageContaining("got NaN");
        assertThat(new Dropout1d(0.25).toString()).isEqualTo("Dropout1d(0.25)");
    }
}
