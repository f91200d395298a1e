package org.clgrad.nn.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.function.Supplier;
import java.util.stream.Stream;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Scope;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.nn.DeviceTest;
import org.clgrad.nn.Module;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Activation functions at −1.5, −0.5, 0 and 2, against their definitions worked out in Python, by its math module. */
final class ActivationsTest extends DeviceTest {
    private static final double[] POINTS = {-1.5, -0.5, 0, 2};

    static Stream<Arguments> layers() {
        return Stream.of(
                layer(ReLU6::new, 0.0, 0.0, 0.0, 2.0),
                layer(LeakyReLU::new, -0.015, -0.005, 0.0, 2.0),
                layer(PReLU::new, -0.375, -0.125, 0.0, 2.0),
                layer(() -> new ELU(2), -1.5537396797, -0.7869386806, 0.0, 2.0),
                layer(() -> new CELU(2), -1.0552668945, -0.4423984339, 0.0, 2.0),
                layer(SELU::new, -1.3658143534, -0.6917581878, 0.0, 2.1014019747),
                layer(GELU::new, -0.1002108019, -0.1542687694, 0.0, 1.9544997361),
                layer(() -> new GELU(GELU.Approximation.TANH), -0.100428423, -0.1542859902, 0.0, 1.9545976941),
                layer(SiLU::new, -0.2736382857, -0.1887703344, 0.0, 1.761594156),
                layer(Mish::new, -0.2980997422, -0.2207437747, 0.0, 1.9439589595),
                layer(Softplus::new, 0.201413278, 0.4740769842, 0.6931471806, 2.126928011),
                layer(() -> new Softplus(2, 3), 0.0242936758, 0.1566308438, 0.3465735903, 2.0),
                layer(Softsign::new, -0.6, -0.3333333333, 0.0, 0.6666666667),
                layer(LogSigmoid::new, -1.701413278, -0.9740769842, -0.6931471806, -0.126928011),
                layer(Hardsigmoid::new, 0.25, 0.4166666667, 0.5, 0.8333333333),
                layer(Hardswish::new, -0.375, -0.2083333333, 0.0, 1.6666666667),
                layer(Hardtanh::new, -1.0, -0.5, 0.0, 1.0),
                layer(() -> new Threshold(-1, 7), 7.0, -0.5, 0.0, 2.0));
    }

    /** Made by the test, on the host, where PReLU has its weight. */
    private static Arguments layer(Supplier<Module> maker, double... expected) {
        return Arguments.of(maker, expected);
    }

    @ParameterizedTest
    @MethodSource
    void layers(Supplier<Module> maker, double[] expected) {
        try (Scope scope = on(host(), 1);
                Module layer = maker.get()) {
            assertThat(layer.apply(Tensor.of(POINTS)).toDoubles())
                    .as("%s", layer)
                    .containsExactly(expected, within(1e-6));
        }
    }

    @Test
    void halvesAreGated() {
        try (Scope scope = on(host(), 1)) {
            assertThat(new GLU().apply(Tensor.of(POINTS)).toDoubles())
                    .containsExactly(new double[] {-0.75, -0.440398539}, within(1e-6));
            assertThatThrownBy(() -> new GLU().apply(Tensor.of(1, 2, 3)))
                    .isInstanceOf(MismatchException.class)
                    .hasMessageContaining("glu: axis -1 needs an even size");
        }
    }

    @Test
    void eachChannelHasItsSlope() {
        try (Scope scope = on(host(), 1);
                Module layer = new PReLU(2, 0.5)) {
            Tensor weight = layer.parameters().get(0).tensor();
            weight.assign(Tensor.of(0.5, 0.1));
            Tensor x = Tensor.of(DType.F32, Shape.of(1, 2, 2), -1, 2, -3, 4);
            assertThat(layer.apply(x).toDoubles()).containsExactly(new double[] {-0.5, 2, -0.3, 4}, within(1e-6));
            assertThatThrownBy(() -> layer.apply(Tensor.of(1, 2, 3)))
                    .isInstanceOf(MismatchException.class)
                    .hasMessageContaining("prelu: weight needs one element, or one for each channel");
        }
    }
}
