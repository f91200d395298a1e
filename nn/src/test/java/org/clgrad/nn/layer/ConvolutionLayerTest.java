package org.clgrad.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Device;
import org.clgrad.engine.Scope;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.nn.DeviceTest;
import org.clgrad.nn.Init;
import org.clgrad.nn.Module;
import org.clgrad.nn.OnEachDevice;
import org.clgrad.nn.Window;
import org.junit.jupiter.api.Test;

/** Layers that convolve over one, two and three axes, worked out by hand; and how windows are said. */
final class ConvolutionLayerTest extends DeviceTest {
    private static void set(ConvolutionLayer layer, double bias, double... weight) {
        layer.weight().tensor().assign(Tensor.of(DType.F32, layer.weight().shape(), weight));
        layer.bias().ifPresent(b -> b.tensor().assign(Tensor.of(bias)));
    }

    @OnEachDevice
    void sequencesImagesAndVolumesAreConvolved(Device device) {
        try (Scope scope = on(device, 1);
                Conv1d one = new Conv1d(1, 1, Window.of(3).same());
                Conv2d two = new Conv2d(1, 1, Window.of(1, 2).same());
                Conv3d three = new Conv3d(1, 1, Window.of(2, 1, 1).stride(1, 2, 1))) {
            set(one, 0.5, 1, 10, 100);
            assertThat(one.apply(Tensor.of(DType.F32, Shape.of(1, 1, 3), 1, 2, 3))
                            .toDoubles())
                    .containsExactly(210.5, 321.5, 32.5);
            set(two, 0, 1, 10);
            assertThat(two.apply(Tensor.of(DType.F32, Shape.of(1, 1, 2, 2), 1, 2, 3, 4))
                            .toDoubles())
                    .containsExactly(21, 2, 43, 4);
            set(three, 0, 1, 10);
            assertThat(three.apply(Tensor.of(DType.F32, Shape.of(1, 1, 2, 3, 1), 1, 2, 3, 4, 5, 6))
                            .toDoubles())
                    .containsExactly(41, 63);
        }
    }

    @OnEachDevice
    void transposedConvolutionsSpread(Device device) {
        try (Scope scope = on(device, 1);
                ConvTranspose1d one = new ConvTranspose1d(
                        1, 1, Window.of(2).stride(3), Window.Size.of(2), 1, true, Init.KAIMING_UNIFORM);
                ConvTranspose2d two = new ConvTranspose2d(
                        2, 4, Window.sliding(3), Window.Size.of(0, 0), 2, true, Init.KAIMING_UNIFORM);
                ConvTranspose3d three = new ConvTranspose3d(1, 1, 2)) {
            set(one, 0.5, 1, 10);
            assertThat(one.apply(Tensor.of(DType.F32, Shape.of(1, 1, 2), 1, 2)).toDoubles())
                    .containsExactly(1.5, 10.5, 0.5, 2.5, 20.5, 0.5, 0.5);
            assertThat(two.weight().shape()).isEqualTo(Shape.of(2, 2, 3, 3));
            assertThat(two.bias().orElseThrow().shape()).isEqualTo(Shape.of(4));
            assertThat(two.apply(Tensor.of(DType.F32, Shape.of(1, 2, 1, 1), 1, 1))
                            .shape())
                    .isEqualTo(Shape.of(1, 4, 3, 3));
            set(three, 0, 1, 2, 3, 4, 5, 6, 7, 8);
            assertThat(three.apply(Tensor.of(DType.F32, Shape.of(1, 1, 1, 1, 1), 2))
                            .toDoubles())
                    .containsExactly(2, 4, 6, 8, 10, 12, 14, 16);
        }
    }

    @OnEachDevice
    void blocksAreTakenAndPutBack(Device device) {
        try (Scope scope = on(device, 1);
                Module unfold = new Unfold(Window.of(2).padding(1).stride(2));
                Module fold =
                        new Fold(Window.Size.of(4), Window.of(2).padding(1).stride(2))) {
            Tensor blocks = unfold.apply(Tensor.of(DType.F32, Shape.of(1, 1, 4), 1, 2, 3, 4));
            assertThat(blocks.shape()).isEqualTo(Shape.of(1, 2, 3));
            assertThat(blocks.toDoubles()).containsExactly(0, 2, 4, 1, 3, 0);
            assertThat(fold.apply(blocks).toDoubles()).containsExactly(1, 2, 3, 4);
        }
    }

    @Test
    void windowsSayWhatTheyAre() {
        assertThat(Window.of(1, 3, 3).padding(0, 1, 1)).hasToString("1x3x3, padding 0x1x1");
        assertThat(Window.of(4).dilation(2).same()).hasToString("4, padding 3, dilation 2");
        assertThat(Window.of(2, 3).same()).hasToString("2x3, padding 0x1+1x1");
        assertThatThrownBy(() -> Window.sliding(3).stride(2).same()).hasMessageContaining("3x3, stride 2x2");
        assertThatThrownBy(() -> Window.of(2, 3).same().padding()).hasMessageContaining("same before and behind");
        assertThatThrownBy(() -> Window.of(3).padding(1, 1)).hasMessageContaining("each axis of 3, got 1x1");
        assertThatThrownBy(() -> Window.of(3).padding(-1)).hasMessageContaining("padding needs at least 0, got -1");
    }

    @Test
    void layersAreTheirConstructors() {
        try (Module layer =
                new ConvTranspose1d(4, 2, Window.of(3).stride(2), Window.Size.of(1), 2, false, Init.GLOROT_UNIFORM)) {
            assertThat(layer).hasToString("ConvTranspose1d(4, 2, 3, stride 2, output padding 1, groups 2, no bias)");
        }
        assertThat(new Fold(Window.Size.of(4, 5), Window.sliding(2))).hasToString("Fold(4x5, 2x2)");
        assertThatThrownBy(() -> new Conv3d(1, 1, Window.sliding(3)))
                .hasMessageContaining("Conv3d: expected a window of 3 axes, got 3x3");
        assertThatThrownBy(() -> new Fold(Window.Size.of(4), Window.sliding(2)))
                .hasMessageContaining("each axis of 2x2, got 4");
    }
}
