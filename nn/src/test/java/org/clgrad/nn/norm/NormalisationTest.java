package org.clgrad.nn.norm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.OptionalDouble;
import org.assertj.core.data.Offset;
import org.clgrad.autograd.Reduction;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Device;
import org.clgrad.engine.Scope;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.nn.Buffer;
import org.clgrad.nn.DeviceTest;
import org.clgrad.nn.Module;
import org.clgrad.nn.OnEachDevice;
import org.clgrad.nn.SpectralNorm;
import org.clgrad.nn.WeightNorm;
import org.clgrad.nn.layer.Conv2d;
import org.clgrad.nn.layer.ConvTranspose2d;
import org.clgrad.nn.layer.Linear;
import org.clgrad.nn.loss.CrossEntropyLoss;
import org.clgrad.nn.loss.GaussianNLLLoss;
import org.clgrad.nn.loss.HuberLoss;
import org.clgrad.nn.loss.L1Loss;
import org.clgrad.nn.loss.MSELoss;
import org.clgrad.nn.loss.TripletMarginLoss;
import org.junit.jupiter.api.Test;

/** Modules that normalise, parameters that are normalised, and losses, by PyTorch's names and defaults. */
final class NormalisationTest extends DeviceTest {
    private static final Offset<Double> CLOSE = within(1e-5);

    private static void check(Tensor y, double... expected) {
        assertThat(y.toDoubles()).containsExactly(expected, CLOSE);
    }

    private static void checkBuffer(Module module, String name, double expected) {
        Buffer buffer = module.namedBuffers().get(name);
        assertThat(buffer == null ? new double[0] : buffer.tensor().toDoubles())
                .as(name)
                .containsExactly(new double[] {expected}, CLOSE);
    }

    @OnEachDevice
    void modulesNormaliseWhatTheySay(Device device) {
        try (Scope scope = on(device, 1);
                Module layer = new LayerNorm(Shape.of(2), 0, true, true);
                Module rms = new RMSNorm(Shape.of(2), OptionalDouble.of(0.5), false);
                Module group = new GroupNorm(1, 2);
                Module instance = new InstanceNorm1d(2);
                Module response = new LocalResponseNorm(1, 1, 0.5, 0)) {
            Tensor x = Tensor.of(DType.F32, Shape.of(1, 2, 2), 1, 3, 10, 14);
            check(layer.apply(x), -1, 1, -1, 1);
            double r = Math.sqrt(5.5);
            double s = Math.sqrt(148.5);
            check(rms.apply(x), 1 / r, 3 / r, 10 / s, 14 / s);
            double deviation = Math.sqrt(27.5 + 1e-5);
            check(group.apply(x), -6 / deviation, -4 / deviation, 3 / deviation, 7 / deviation);
            check(instance.apply(x), -1 / Math.sqrt(1 + 1e-5), 1 / Math.sqrt(1 + 1e-5), -1, 1);
            check(response.apply(x), 1, 1, 1, 1);
            assertThat(layer.namedParameters().keySet()).containsExactly("weight", "bias");
            assertThat(group.namedParameters().keySet()).containsExactly("weight", "bias");
            assertThat(instance.state()).isEmpty();
            assertThatThrownBy(() -> group.apply(Tensor.of(1, 2, 3)))
                    .isInstanceOf(MismatchException.class)
                    .hasMessageContaining("GroupNorm(1, 2)");
        }
    }

    @Test
    void averagesAreKeptAsAskedFor() {
        try (Scope scope = on(host(), 1);
                Module batch = new BatchNorm1d(1, 0, OptionalDouble.empty(), false, true);
                Module instance = new InstanceNorm2d(1, 0, OptionalDouble.of(0.5), false, true);
                Module none = new BatchNorm3d(1, 0, OptionalDouble.of(0.5), true, false)) {
            batch.apply(Tensor.of(DType.F32, Shape.of(2, 1), 1, 3));
            batch.apply(Tensor.of(DType.F32, Shape.of(2, 1), 6, 10));
            check(batch.eval().apply(Tensor.of(DType.F32, Shape.of(1, 1), 5)), 0);
            checkBuffer(batch, "running_var", 5);
            instance.apply(Tensor.of(DType.F32, Shape.of(2, 1, 1, 2), 1, 3, 0, 4));
            checkBuffer(instance, "running_mean", 1);
            checkBuffer(instance, "running_var", 3);
            assertThat(none.namedBuffers()).isEmpty();
            check(none.eval().apply(Tensor.of(DType.F32, Shape.of(1, 1, 1, 1, 2), 1, 3)), -1, 1);
            assertThatThrownBy(() -> new BatchNorm1d(0)).hasMessageContaining("BatchNorm1d: expected channels");
        }
    }

    @OnEachDevice
    void weightsHaveALengthAndADirection(Device device) {
        try (Scope scope = on(device, 1);
                Linear linear = new Linear(2, 2)) {
            linear.weight().tensor().assign(Tensor.of(DType.F32, Shape.of(2, 2), 3, 4, 0, 2));
            Linear layer = WeightNorm.of(linear);
            assertThat(layer.namedParameters().keySet()).containsExactly("bias", "weight_g", "weight_v");
            assertThat(layer.parameter("weight_g").shape()).isEqualTo(Shape.of(2, 1));
            Tensor x = Tensor.of(DType.F32, Shape.of(1, 2), 1, 1);
            check(layer.apply(x), 7, 2);
            layer.parameter("weight_g").tensor().assign(Tensor.of(DType.F32, Shape.of(2, 1), 10, 2));
            Tensor y = layer.apply(x);
            check(y, 14, 2);
            y.sum().backward();
            // ∂y/∂g is x along the direction; no part of ∂y/∂v is along v.
            check(layer.parameter("weight_g").grad().orElseThrow(), 1.4, 1);
            check(layer.parameter("weight_v").grad().orElseThrow(), 2 * (1 - 0.84), 2 * (1 - 1.12), 1, 0);
            assertThatThrownBy(() -> WeightNorm.of(layer)).hasMessageContaining("no parameter \"weight\"");
        }
    }

    @OnEachDevice
    void theLargestSingularValueBecomesOne(Device device) {
        try (Scope scope = on(device, 1);
                Linear linear = new Linear(2, 2)) {
            linear.weight().tensor().assign(Tensor.of(DType.F32, Shape.of(2, 2), 3, 0, 0, 4));
            Linear layer = SpectralNorm.of(linear);
            Tensor x = Tensor.of(DType.F32, Shape.of(1, 2), 1, 1);
            for (int i = 0; i < 40; i++) {
                layer.apply(x);
            }
            Tensor y = layer.eval().apply(x);
            check(y, 0.75, 1);
            y.sum().backward();
            // σ = w₂₂ here, so y = (w₁₁ + w₁₂ + w₂₁ + w₂₂)/w₂₂.
            check(layer.parameter("weight_orig").grad().orElseThrow(), 0.25, 0.25, 0.25, -3 / 16.0);
            assertThat(layer.state().keySet()).containsExactly("bias", "weight_orig", "weight_u", "weight_v");
        }
    }

    @Test
    void singularVectorsAreOfTheWeightsType() {
        for (DType dtype : DType.floats()) {
            try (Scope scope = on(host(), 1);
                    Linear linear = new Linear(2, 2)) {
                // In F16 the square of 300 is infinite.
                linear.weight().tensor().assign(Tensor.of(DType.F32, Shape.of(2, 2), 300, 0, 0, 400));
                linear.to(dtype);
                SpectralNorm.of(linear);
                assertThat(linear.namedBuffers().values())
                        .extracting(buffer -> buffer.tensor().dtype())
                        .containsOnly(dtype);
                Tensor x = Tensor.of(dtype, Shape.of(1, 2), 1, 1);
                for (int i = 0; i < 40; i++) {
                    linear.apply(x);
                }
                assertThat(linear.eval().apply(x).toDoubles()).containsExactly(new double[] {0.75, 1}, within(0.01));
            }
        }
    }

    @Test
    void rowsOfTransposedConvolutionsAreTheirOutputs() {
        try (Scope scope = on(host(), 1);
                Module transposed = SpectralNorm.of(new ConvTranspose2d(3, 5, 2));
                Module convolution = SpectralNorm.of(new Conv2d(3, 5, 2))) {
            for (Module layer : new Module[] {transposed, convolution}) {
                assertThat(layer.namedBuffers().values())
                        .extracting(buffer -> buffer.tensor().shape())
                        .containsExactly(Shape.of(5), Shape.of(3 * 2 * 2));
            }
        }
    }

    @Test
    void lossesReduceAndSayHow() {
        try (Scope scope = on(host(), 1)) {
            Tensor x = Tensor.of(1, 4);
            Tensor t = Tensor.of(2, 2);
            check(new MSELoss().apply(x, t), 2.5);
            check(new L1Loss(Reduction.SUM).apply(x, t), 3);
            check(new HuberLoss().apply(x, t), 1);
            check(new GaussianNLLLoss().apply(x, t, Tensor.of(1, 1)), 1.25);
            check(new CrossEntropyLoss().apply(Tensor.of(new double[][] {{0, 0}}), Tensor.ofIntegers(1)), Math.log(2));
            check(new TripletMarginLoss().apply(x, x, x), 1);
            assertThat(new L1Loss(Reduction.SUM)).hasToString("L1Loss(SUM)");
            assertThat(new CrossEntropyLoss()).hasToString("CrossEntropyLoss");
        }
    }
}
