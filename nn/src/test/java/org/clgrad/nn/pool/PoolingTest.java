package org.clgrad.nn.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.clgrad.autograd.Gradients;
import org.clgrad.autograd.Interpolation;
import org.clgrad.autograd.MaxPooled;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Device;
import org.clgrad.engine.Scope;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.nn.DeviceTest;
import org.clgrad.nn.Module;
import org.clgrad.nn.OnEachDevice;
import org.clgrad.nn.Sequential;
import org.clgrad.nn.Window;
import org.clgrad.nn.activation.ReLU;
import org.clgrad.nn.layer.PixelShuffle;
import org.clgrad.nn.layer.PixelUnshuffle;
import org.clgrad.nn.layer.Upsample;
import org.junit.jupiter.api.Test;

/** Pooling and resizing modules hand on what they were made with. */
final class PoolingTest extends DeviceTest {
    private static Tensor counted(long... sizes) {
        Shape shape = Shape.of(sizes);
        return Tensor.of(
                DType.F32,
                shape,
                IntStream.range(0, (int) shape.elements()).asDoubleStream().toArray());
    }

    private static double[] of(Module module, Tensor x) {
        try (module) {
            return module.apply(x).toDoubles();
        }
    }

    @OnEachDevice
    void maxima(Device device) {
        try (Scope scope = on(device, 1)) {
            assertThat(of(new MaxPool1d(2), counted(1, 1, 5))).containsExactly(1, 3);
            assertThat(of(new MaxPool1d(Window.of(2).stride(2), true), counted(1, 1, 5)))
                    .containsExactly(1, 3, 4);
            assertThat(of(new MaxPool2d(Window.tiling(2), true), counted(1, 1, 3, 3)))
                    .containsExactly(4, 5, 7, 8);
            assertThat(of(new MaxPool3d(2), counted(1, 1, 2, 2, 4))).containsExactly(13, 15);
            assertThat(of(new AdaptiveMaxPool1d(2), counted(1, 1, 5))).containsExactly(2, 4);
            assertThat(of(new AdaptiveMaxPool2d(1, 2), counted(1, 1, 2, 3))).containsExactly(4, 5);
            assertThat(of(new AdaptiveMaxPool3d(1), counted(1, 1, 2, 2, 2))).containsExactly(7);
        }
    }

    /** Which it may do in the other order: ties of zeros, NaN and windows that reach into the padding included. */
    @OnEachDevice
    void aSequenceOfReluAndMaxPoolGivesWhatTheTwoGive(Device device) {
        double[] values = {-1, -2, 3, 3, 0, -0.0, Double.NaN, 1, -5, -4, 2, 2, Double.NEGATIVE_INFINITY, -1, -1, 7};
        try (Scope scope = on(device, 1);
                MaxPool2d pool = new MaxPool2d(Window.of(3, 3).stride(2, 2).padding(1, 1), true);
                Sequential both = new Sequential(new ReLU(), pool)) {
            Tensor x = Tensor.of(DType.F32, Shape.of(1, 1, 4, 4), values).requiresGrad(true);
            Tensor apart = pool.apply(x.relu());
            Tensor together = both.apply(x);
            assertThat(together.toDoubles()).containsExactly(apart.toDoubles());
            Tensor weights = counted(apart.shape().toArray()).add(1);
            Tensor expected =
                    Gradients.of(apart.mul(weights).sum(), List.of(x), false).get(0);
            Tensor gradient =
                    Gradients.of(together.mul(weights).sum(), List.of(x), false).get(0);
            assertThat(gradient.toDoubles()).containsExactly(expected.toDoubles());
        }
    }

    @OnEachDevice
    void normsOfCubes(Device device) {
        try (Scope scope = on(device, 1)) {
            assertThat(of(new LPPool3d(1, 2), counted(1, 1, 2, 2, 4))).containsExactly(52, 68);
        }
    }

    @OnEachDevice
    void maximaWithTheirPlaces(Device device) {
        try (Scope scope = on(device, 1);
                MaxPool2d pool = new MaxPool2d(2);
                AdaptiveMaxPool1d adaptive = new AdaptiveMaxPool1d(3)) {
            Tensor x = Tensor.of(DType.F32, Shape.of(1, 2, 2, 2), 1, 9, 3, 4, 5, 6, 7, 0);
            MaxPooled pooled = pool.withIndices(x);
            assertThat(pooled.values().toDoubles()).containsExactly(9, 7);
            assertThat(pooled.indices().toLongs()).containsExactly(1, 2);
            assertThat(pooled.indices().dtype()).isEqualTo(DType.I64);
            assertThat(adaptive.withIndices(x.reshape(1, 1, 8)).indices().toLongs())
                    .containsExactly(1, 5, 6);
        }
    }

    @OnEachDevice
    void averages(Device device) {
        try (Scope scope = on(device, 1)) {
            assertThat(of(new AvgPool1d(2), counted(1, 1, 5))).containsExactly(0.5, 2.5);
            assertThat(of(new AvgPool1d(Window.of(3).stride(3).padding(1), true, false, 0), counted(1, 1, 5)))
                    .containsExactly(0.5, 3);
            assertThat(of(new AvgPool2d(Window.tiling(2), false, true, 8), counted(1, 1, 2, 2)))
                    .containsExactly(0.75);
            assertThat(of(new AvgPool3d(2), counted(1, 1, 2, 2, 4))).containsExactly(6.5, 8.5);
            assertThat(of(new AdaptiveAvgPool1d(2), counted(1, 1, 5))).containsExactly(1, 3);
            assertThat(of(new AdaptiveAvgPool2d(1, 2), counted(1, 1, 2, 3))).containsExactly(2, 3);
            assertThat(of(new AdaptiveAvgPool3d(1), counted(1, 1, 2, 2, 2))).containsExactly(3.5);
        }
    }

    @OnEachDevice
    void normsAndSizes(Device device) {
        try (Scope scope = on(device, 1)) {
            Tensor row = Tensor.of(DType.F32, Shape.of(1, 1, 4), 3, 4, 0, 2);
            assertThat(of(new LPPool1d(2, 2), row)).containsExactly(5, 2);
            assertThat(of(new LPPool2d(1, 2), counted(1, 1, 2, 2))).containsExactly(6);
            assertThat(of(Upsample.by(Interpolation.NEAREST, 2), counted(1, 1, 3)))
                    .containsExactly(0, 0, 1, 1, 2, 2);
            assertThat(of(Upsample.to(Interpolation.LINEAR, true, 1, 3), counted(1, 1, 1, 2)))
                    .containsExactly(0, 0.5, 1);
            assertThat(of(new PixelShuffle(2), counted(1, 4, 1, 2))).containsExactly(0, 2, 1, 3, 4, 6, 5, 7);
            assertThat(of(new PixelUnshuffle(2), counted(1, 1, 2, 4))).containsExactly(0, 2, 1, 3, 4, 6, 5, 7);
        }
    }

    @OnEachDevice
    void unpoolingPutsBack(Device device) {
        try (Scope scope = on(device, 1);
                MaxPool2d pool = new MaxPool2d(2)) {
            Tensor x = Tensor.of(DType.F32, Shape.of(1, 1, 2, 5), 1, 9, 3, 4, 5, 6, 7, 8, 0, 2);
            MaxPooled pooled = pool.withIndices(x);
            MaxUnpool2d back = new MaxUnpool2d(Window.tiling(2));
            assertThat(back.apply(pooled).shape()).isEqualTo(Shape.of(1, 1, 2, 4));
            assertThat(back.apply(pooled, 2, 5).toDoubles()).containsExactly(0, 9, 0, 0, 0, 0, 0, 8, 0, 0);
            try (MaxPool1d row = new MaxPool1d(2)) {
                assertThat(new MaxUnpool1d(2)
                                .apply(row.withIndices(counted(1, 1, 4)))
                                .toDoubles())
                        .containsExactly(0, 1, 0, 3);
            }
            try (MaxPool3d cube = new MaxPool3d(2)) {
                assertThat(new MaxUnpool3d(2)
                                .apply(cube.withIndices(counted(1, 2, 2, 2)))
                                .toDoubles())
                        .containsExactly(0, 0, 0, 0, 0, 0, 0, 7);
            }
        }
    }

    @Test
    void namesSayWhatDiffers() {
        assertThat(new MaxPool1d(Window.of(3).stride(2).padding(1), true))
                .hasToString("MaxPool1d(3, stride 2, padding 1, ceil)");
        assertThat(new MaxPool2d(2)).hasToString("MaxPool2d(2x2, stride 2x2)");
        assertThat(new AvgPool2d(Window.tiling(2), false))
                .hasToString("AvgPool2d(2x2, stride 2x2, padding not counted)");
        assertThat(new AvgPool3d(2)).hasToString("AvgPool3d(2x2x2, stride 2x2x2)");
        assertThat(new AdaptiveMaxPool2d(2, 3)).hasToString("AdaptiveMaxPool2d(2x3)");
        assertThat(new LPPool2d(3, 2)).hasToString("LPPool2d(p=3.0, 2x2, stride 2x2)");
        assertThat(Upsample.by(Interpolation.CUBIC, 2, 1.5)).hasToString("Upsample(by 2.0x1.5, cubic)");
        assertThat(Upsample.to(Interpolation.LINEAR, true, 8)).hasToString("Upsample(to 8, linear, corners aligned)");
        assertThat(new PixelShuffle(3)).hasToString("PixelShuffle(3)");
        assertThatThrownBy(() -> new MaxPool3d(Window.sliding(2))).hasMessageContaining("over 3 axes");
        assertThatThrownBy(() -> new AvgPool1d(Window.of(2).dilation(2))).hasMessageContaining("without dilation");
        assertThatThrownBy(() -> new LPPool2d(2, Window.sliding(2).padding(1), false))
                .hasMessageContaining("without padding");
        assertThatThrownBy(() -> new MaxPool2d(Window.sliding(2).same())).hasMessageContaining("the same padding");
        assertThatThrownBy(() -> new AdaptiveAvgPool3d(1, 0, 1)).hasMessageContaining("at least 1, got 1x0x1");
    }
}
