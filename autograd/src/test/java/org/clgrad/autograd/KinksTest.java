package org.clgrad.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.UnaryOperator;
import org.clgrad.engine.Device;
import org.clgrad.engine.Devices;
import org.clgrad.engine.Scope;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Values and gradients at corners, at zeros, at ties and of NaN, where differences say nothing: PyTorch's. */
final class KinksTest {
    private static final double NAN = Double.NaN;

    private final Device host = Devices.openHost();
    private final Scope scope = Scope.open();

    @BeforeEach
    void onTheHost() {
        DefaultDevice.set(scope, host);
    }

    @AfterEach
    void nothingStays() {
        scope.close();
        assertThat(host.statistics().liveStorages()).isZero();
        host.close();
    }

    private static Tensor vector(double... values) {
        return Tensor.of(DType.F64, Shape.of(values.length), values);
    }

    private static double[] gradient(UnaryOperator<Tensor> function, double... at) {
        Tensor x = vector(at).requiresGrad(true);
        return Gradients.of(function.apply(x).sum(), List.of(x), false).get(0).toDoubles();
    }

    @Test
    void whereBoundsCrossTheUpperOneCounts() {
        double[] at = {0, 1, 3, 5, 7, NAN};
        Tensor x = vector(at);
        Tensor both = x.clamp(vector(5).expand(x.shape()), vector(1).expand(x.shape()));
        assertThat(both.toDoubles()).containsExactly(1, 1, 1, 1, 1, NAN);
        assertThat(x.clamp(5, 1).toDoubles()).containsExactly(both.toDoubles());
        assertThat(x.copy().clampInPlace(5, 1).toDoubles()).containsExactly(both.toDoubles());
        assertThat(gradient(y -> y.clamp(5, 1), 0, 1, 3, 5, 7)).containsOnly(0);
        assertThat(gradient(y -> y.clamp(1, 5), 0, 1, 3, 5, 7)).containsExactly(0, 1, 1, 1, 0);
        assertThatThrownBy(() -> x.hardTanh(5, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("hardtanh");
        assertThat(x.hardTanh(1, 1).toDoubles()).containsExactly(1, 1, 1, 1, 1, NAN);
    }

    @Test
    void gradientsOfNanGoBothWays() {
        Tensor a = vector(NAN, 1, NAN, 1, 2).requiresGrad(true);
        Tensor b = vector(1, NAN, NAN, 1, 1).requiresGrad(true);
        List<Tensor> larger = Gradients.of(a.maximum(b).sum(), List.of(a, b), false);
        assertThat(larger.get(0).toDoubles()).containsExactly(1, 1, 1, 0.5, 1);
        assertThat(larger.get(1).toDoubles()).containsExactly(1, 1, 1, 0.5, 0);
        List<Tensor> smaller = Gradients.of(a.minimum(b).sum(), List.of(a, b), false);
        assertThat(smaller.get(0).toDoubles()).containsExactly(1, 1, 1, 0.5, 0);
        assertThat(smaller.get(1).toDoubles()).containsExactly(1, 1, 1, 0.5, 1);
        assertThat(gradient(x -> x.maximum(1), NAN, 2, 1, 0)).containsExactly(1, 1, 0.5, 0);
        assertThat(gradient(x -> x.binaryCrossEntropy(vector(1), null, Reduction.SUM), NAN))
                .containsExactly(NAN);
    }
}
