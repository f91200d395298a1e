package org.clgrad.nn.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.clgrad.autograd.DefaultDevice;
import org.clgrad.autograd.Tensor;
import org.clgrad.autograd.Tensors;
import org.clgrad.engine.Device;
import org.clgrad.engine.Scope;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.nn.DeviceTest;
import org.clgrad.nn.OnEachDevice;
import org.clgrad.nn.Parameter;

/** Clipping against norms that are whole numbers. */
final class GradientClippingTest extends DeviceTest {
    /** Parameters with these gradients, each an element of a tensor of its own. */
    private static List<Parameter> withGradients(DType dtype, double... gradients) {
        List<Parameter> parameters = new ArrayList<>();
        Tensor loss = Tensors.zeros(DefaultDevice.get(), dtype, Shape.scalar());
        for (double gradient : gradients) {
            Parameter parameter = new Parameter(Tensor.of(dtype, Shape.of(1), 1));
            parameters.add(parameter);
            loss = loss.add(parameter.tensor().mul(gradient).sum());
        }
        loss.backward();
        return parameters;
    }

    private static double[] gradients(List<Parameter> parameters) {
        return parameters.stream()
                .mapToDouble(parameter -> parameter.grad().orElseThrow().item())
                .toArray();
    }

    @OnEachDevice
    void longGradientsAreScaled(Device device) {
        try (Scope scope = on(device, 1)) {
            List<Parameter> parameters = withGradients(DType.F64, 3, -4);
            assertThat(GradientClipping.byNorm(parameters, 10).item()).isEqualTo(5);
            assertThat(gradients(parameters)).containsExactly(3, -4);
            assertThat(GradientClipping.byNorm(parameters, 2.5).item()).isEqualTo(5);
            double factor = 2.5 / (5 + 1e-6);
            assertThat(gradients(parameters)).containsExactly(new double[] {3 * factor, -4 * factor}, within(1e-15));
            parameters.forEach(Parameter::close);
        }
    }

    @OnEachDevice
    void otherNorms(Device device) {
        try (Scope scope = on(device, 1)) {
            List<Parameter> parameters = withGradients(DType.F32, 3, -4, 0);
            assertThat(GradientClipping.byNorm(parameters, 100, 1).item()).isEqualTo(7);
            assertThat(GradientClipping.byNorm(parameters, 100, Double.POSITIVE_INFINITY)
                            .item())
                    .isEqualTo(4);
            GradientClipping.byValue(parameters, 3.5);
            assertThat(gradients(parameters)).containsExactly(3, -3.5, 0);
            parameters.forEach(Parameter::close);
        }
    }

    @OnEachDevice
    void manyGradientsOfThreeTypesAreOneVector(Device device) {
        try (Scope scope = on(device, 1)) {
            List<Parameter> parameters = new ArrayList<>(withGradients(DType.F32, 1, 2, 4, 2, 1, 1, 2, 4));
            parameters.addAll(withGradients(DType.F16, 1, 1));
            parameters.addAll(withGradients(DType.F64, 2, 4, 4, 1, 1, 1));
            parameters.add(new Parameter(Tensor.of(1, 2, 3)));
            // 1+4+16+4+1+1+4+16+1+1 = 49 and 4+16+16+3 = 39; with a further 12 there are 100.
            parameters.addAll(withGradients(DType.F64, 2, 2, 2));
            Tensor norm = GradientClipping.byNorm(parameters, 5);
            assertThat(norm.dtype()).isEqualTo(DType.F64);
            assertThat(norm.item()).isEqualTo(10, within(1e-6));
            assertThat(parameters.get(2).grad().orElseThrow().item()).isEqualTo(2, within(1e-6));
            assertThat(parameters.get(11).grad().orElseThrow().item()).isEqualTo(2, within(1e-6));
            assertThat(parameters.get(16).grad()).isEmpty();
            parameters.forEach(Parameter::close);
        }
    }

    @OnEachDevice
    void noGradientsHaveNoLength(Device device) {
        try (Scope scope = on(device, 1);
                Parameter p = new Parameter(Tensor.of(1, 1))) {
            assertThat(GradientClipping.byNorm(List.of(p), 1).item()).isZero();
            GradientClipping.byValue(List.of(p), 1);
            assertThatThrownBy(() -> GradientClipping.byNorm(List.of(p), -1)).hasMessageContaining("got -1.0");
            p.tensor().square().sum().backward(Tensor.scalar(1), false, true);
            assertThatThrownBy(() -> GradientClipping.byNorm(List.of(p), 1)).hasMessageContaining("no graph");
        }
    }
}
