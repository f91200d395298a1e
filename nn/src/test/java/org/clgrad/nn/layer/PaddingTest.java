package org.clgrad.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.clgrad.autograd.PaddingMode;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Device;
import org.clgrad.engine.Scope;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.nn.DeviceTest;
import org.clgrad.nn.Init;
import org.clgrad.nn.Module;
import org.clgrad.nn.OnEachDevice;
import org.clgrad.nn.Window;
import org.junit.jupiter.api.Test;

/** Padding layers, worked out by hand, and convolutions that pad with what is there. */
final class PaddingTest extends DeviceTest {
    private static double[] of(Module module, Tensor x) {
        try (module) {
            return module.apply(x).toDoubles();
        }
    }

    @OnEachDevice
    void alongOneAxis(Device device) {
        try (Scope scope = on(device, 1)) {
            Tensor x = Tensor.of(DType.F32, Shape.of(1, 3), 1, 2, 3);
            assertThat(of(new ReflectionPad1d(2), x)).containsExactly(3, 2, 1, 2, 3, 2, 1);
            assertThat(of(new ReplicationPad1d(1, 2), x)).containsExactly(1, 1, 2, 3, 3, 3);
            assertThat(of(new CircularPad1d(1, 3), x)).containsExactly(3, 1, 2, 3, 1, 2, 3);
            assertThat(of(new ZeroPad1d(0, 1), x)).containsExactly(1, 2, 3, 0);
            assertThat(of(new ConstantPad1d(7, 1, -1), x)).containsExactly(7, 1, 2);
            assertThat(of(new ReflectionPad1d(-1, 1), x)).containsExactly(2, 3, 2);
        }
    }

    @OnEachDevice
    void alongTwoAndThree(Device device) {
        try (Scope scope = on(device, 1)) {
            Tensor x = Tensor.of(DType.F32, Shape.of(1, 1, 2, 2), 1, 2, 3, 4);
            // Left, right, top, bottom, as PyTorch has it.
            assertThat(of(new ReflectionPad2d(1, 0, 0, 1), x)).containsExactly(2, 1, 2, 4, 3, 4, 2, 1, 2);
            assertThat(of(new ReplicationPad2d(0, 1, 1, 0), x)).containsExactly(1, 2, 2, 1, 2, 2, 3, 4, 4);
            assertThat(of(new CircularPad2d(0, 1, 1, 0), x)).containsExactly(3, 4, 3, 1, 2, 1, 3, 4, 3);
            assertThat(of(new ZeroPad2d(0, 1, 1, 0), x)).containsExactly(0, 0, 0, 1, 2, 0, 3, 4, 0);
            assertThat(of(new ConstantPad2d(9, 0, 0, 0, 1), x)).containsExactly(1, 2, 3, 4, 9, 9);
            Tensor deep = x.reshape(1, 1, 2, 2, 1);
            assertThat(of(new ReflectionPad3d(0, 0, 0, 0, 1, 0), deep)).containsExactly(3, 4, 1, 2, 3, 4);
            assertThat(of(new ReplicationPad3d(1, 0, 0, 0, 0, 1), deep))
                    .containsExactly(1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4);
            assertThat(of(new CircularPad3d(0, 0, 1, 0, 0, 0), deep)).containsExactly(2, 1, 2, 4, 3, 4);
            assertThat(of(new ZeroPad3d(0, 0, 0, 0, 0, 1), deep)).containsExactly(1, 2, 3, 4, 0, 0);
            assertThat(of(new ConstantPad3d(5, 0, 0, 1, 0, 0, 0), deep)).containsExactly(5, 1, 2, 5, 3, 4);
        }
    }

    @OnEachDevice
    void convolutionsPadWithWhatIsThere(Device device) {
        try (Scope scope = on(device, 1);
                Conv1d circular =
                        new Conv1d(1, 1, Window.of(3).same(), PaddingMode.CIRCULAR, 1, false, Init.GLOROT_UNIFORM);
                Conv2d reflecting =
                        new Conv2d(1, 1, Window.of(1, 2).same(), PaddingMode.REFLECT, 1, false, Init.GLOROT_UNIFORM);
                Conv3d replicating = new Conv3d(
                        1, 1, Window.of(1, 3, 1).padding(0, 1, 0), PaddingMode.REPLICATE, 1, false, Init.HE_UNIFORM)) {
            circular.weight().tensor().assign(Tensor.of(DType.F32, Shape.of(1, 1, 3), 1, 10, 100));
            assertThat(circular.apply(Tensor.of(DType.F32, Shape.of(1, 1, 3), 1, 2, 3))
                            .toDoubles())
                    .containsExactly(213, 321, 132);
            reflecting.weight().tensor().assign(Tensor.of(DType.F32, Shape.of(1, 1, 1, 2), 1, 10));
            assertThat(reflecting
                            .apply(Tensor.of(DType.F32, Shape.of(1, 1, 1, 3), 1, 2, 3))
                            .toDoubles())
                    .containsExactly(21, 32, 23);
            replicating.weight().tensor().assign(Tensor.of(DType.F32, Shape.of(1, 1, 1, 3, 1), 1, 10, 100));
            assertThat(replicating
                            .apply(Tensor.of(DType.F32, Shape.of(1, 1, 1, 2, 1), 1, 2))
                            .toDoubles())
                    .containsExactly(211, 221);
            assertThat(circular).hasToString("Conv1d(1, 1, 3, padding 1 by circular, no bias)");
        }
    }

    @OnEachDevice
    void oneSampleIsConvolvedToo(Device device) {
        try (Scope scope = on(device, 1);
                Conv1d layer =
                        new Conv1d(1, 1, Window.of(3).same(), PaddingMode.REPLICATE, 1, false, Init.GLOROT_UNIFORM);
                ConvTranspose1d spread = new ConvTranspose1d(1, 1, Window.of(2).stride(2))) {
            Tensor x = Tensor.of(DType.F32, Shape.of(1, 3), 1, 2, 3);
            assertThat(layer.apply(x).toDoubles())
                    .isEqualTo(layer.apply(x.unsqueeze(0)).toDoubles());
            assertThat(layer.apply(x).shape()).isEqualTo(Shape.of(1, 3));
            assertThat(spread.apply(x).shape()).isEqualTo(Shape.of(1, 6));
        }
    }

    @Test
    void theyAreTheirNumbers() {
        assertThat(new ReflectionPad2d(1)).hasToString("ReflectionPad2d(1, 1, 1, 1)");
        assertThatThrownBy(() -> new ZeroPad2d(1, 2, 3)).hasMessageContaining("ZeroPad2d: expected one number or 4");
        try (Scope scope = on(host(), 1)) {
            assertThatThrownBy(() -> new ReflectionPad1d(3).apply(Tensor.of(1, 2, 3)))
                    .isInstanceOf(MismatchException.class)
                    .hasMessageContaining("more elements than that to mirror, got 3");
        }
    }
}
