package org.clgrad.nn;

import static org.assertj.core.api.Assertions.assertThat;

import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Device;
import org.clgrad.engine.Scope;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.nn.activation.Tanh;
import org.clgrad.nn.layer.Linear;

final class SummaryTest extends DeviceTest {
    @OnEachDevice
    void tableOfTheMnistNetwork(Device device) {
        try (Scope scope = on(device, 1);
                Module model = MnistCnn.create()) {
            assertThat(model.summary(Shape.of(1, 1, 28, 28)))
                    .isEqualTo(
                            """
                            name   layer                       output        parameters
                            -----------------------------------------------------------
                            0      Conv2d(1, 32, 3x3)          [1,32,26,26]         320
                            1      ReLU                        [1,32,26,26]           0
                            2      MaxPool2d(2x2, stride 2x2)  [1,32,13,13]           0
                            3      Flatten                     [1,5408]               0
                            4      Linear(5408, 10)            [1,10]            54,090
                            -----------------------------------------------------------
                            total                                                54,410
                            """);
            assertThat(model.isTraining()).isTrue();
        }
    }

    @OnEachDevice
    void nestedModulesHaveTheirPathsAndContainersNoRow(Device device) {
        try (Scope scope = on(device, 1);
                Module model =
                        new Sequential(new Residual(new Linear(4, 4, false, Init.KAIMING_UNIFORM)), new Tanh())) {
            assertThat(model.summary(Shape.of(3, 4)))
                    .isEqualTo(
                            """
                            name     layer                  output  parameters
                            --------------------------------------------------
                            0        Residual               [3,4]            1
                            0.inner  Linear(4, 4, no bias)  [3,4]           16
                            1        Tanh                   [3,4]            0
                            --------------------------------------------------
                            total                                           17
                            """);
        }
    }

    @OnEachDevice
    void whatIsNotCalledIsSaid(Device device) {
        try (Scope scope = on(device, 1);
                Module model = new Unused()) {
            assertThat(model.summary(Shape.of(1, 2))).contains("spare  Linear(2, 2)  not called  ");
        }
    }

    private static final class Residual extends Module {
        private final Module inner;
        private final Parameter scale;

        Residual(Module inner) {
            this.inner = child("inner", inner);
            this.scale = parameter("scale", new Parameter(Tensor.scalar(1)));
        }

        @Override
        protected Tensor forward(Tensor x) {
            return x.add(inner.apply(x).mul(scale.tensor()));
        }
    }

    private static final class Unused extends Module {
        Unused() {
            child("spare", new Linear(2, 2));
        }

        @Override
        protected Tensor forward(Tensor x) {
            return x;
        }
    }
}
