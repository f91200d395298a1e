package org.clgrad.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Device;
import org.clgrad.engine.Scope;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.nn.activation.ReLU;
import org.clgrad.nn.activation.Tanh;
import org.clgrad.nn.layer.Conv2d;
import org.clgrad.nn.layer.Flatten;
import org.clgrad.nn.layer.Linear;
import org.clgrad.nn.loss.CrossEntropyLoss;
import org.clgrad.nn.loss.MSELoss;
import org.clgrad.nn.optim.Optimizer;
import org.clgrad.nn.optim.SGD;
import org.clgrad.nn.pool.MaxPool2d;
import org.junit.jupiter.api.Test;

final class ModuleTest extends DeviceTest {
    @OnEachDevice
    void parametersHaveTheNamesAndShapesOfPyTorch(Device device) {
        try (Scope scope = on(device, 1);
                Module model = MnistCnn.create()) {
            assertThat(model.namedParameters().keySet()).containsExactly("0.weight", "0.bias", "4.weight", "4.bias");
            assertThat(model.parameters())
                    .extracting(Parameter::shape)
                    .containsExactly(Shape.of(32, 1, 3, 3), Shape.of(32), Shape.of(10, 5408), Shape.of(10));
            assertThat(model.parameters())
                    .allMatch(p -> p.device() == device && p.tensor().requiresGrad());
            assertThat(model.dtype()).isEqualTo(DType.F32);
            assertThat(model.parameter("4.bias")).isSameAs(model.parameters().get(3));
            assertThatThrownBy(() -> model.parameter("5.bias"))
                    .hasMessage("no parameter \"5.bias\", there is [0.weight, 0.bias, 4.weight, 4.bias]");
        }
    }

    @OnEachDevice
    void parametersSurviveTheScopeTheyWereMadeIn(Device device) {
        Linear layer;
        try (Scope scope = on(device, 1)) {
            layer = new Linear(3, 2);
        }
        try (Scope scope = on(device, 2)) {
            Tensor x = Tensor.of(new double[][] {{1, 2, 3}});
            layer.apply(x).sum().backward();
            assertThat(layer.weight().grad().orElseThrow().toDoubles()).containsExactly(1, 2, 3, 1, 2, 3);
        }
        // The gradient belongs to the parameter, not to the scope of the step.
        assertThat(layer.weight().grad().orElseThrow().toDoubles()).containsExactly(1, 2, 3, 1, 2, 3);
        layer.close();
        layer.close();
        assertThatThrownBy(() -> layer.weight().tensor().toDoubles()).isInstanceOf(IllegalStateException.class);
    }

    @OnEachDevice
    void applyReleasesAllButTheResult(Device device) {
        try (Scope scope = on(device, 1);
                Module model = new Sequential(new Linear(4, 8), new Tanh(), new Linear(8, 2))) {
            model.eval();
            Tensor x = Tensor.of(DType.F32, Shape.of(5, 4), new double[20]);
            int before = scope.size();
            Tensor y = model.apply(x);
            assertThat(y.shape()).isEqualTo(Shape.of(5, 2));
            assertThat(scope.size()).isEqualTo(before + 1);
            assertThat(scope.owns(y)).isTrue();
        }
    }

    @OnEachDevice
    void aSequenceHandsOnWhatItsLayersHandOn(Device device) {
        try (Scope scope = on(device, 1);
                Module empty = new Sequential();
                Module nested = new Sequential(new Sequential(), new Flatten(), new Sequential())) {
            Tensor x = Tensor.of(new double[][] {{1, 2}, {3, 4}});
            assertThat(empty.apply(x)).isSameAs(x);
            assertThat(nested.apply(x).toDoubles()).containsExactly(1, 2, 3, 4);
            assertThat(x.toDoubles()).containsExactly(1, 2, 3, 4);
        }
    }

    @OnEachDevice
    void layersComputeWhatTheySay(Device device) {
        try (Scope scope = on(device, 1);
                Linear linear = new Linear(2, 1);
                Conv2d conv = new Conv2d(2, 2, Window.sliding(2).padding(1).stride(2), 2, false, Init.GLOROT_UNIFORM)) {
            linear.weight().tensor().assign(Tensor.of(new double[][] {{2, -3}}));
            linear.bias().orElseThrow().tensor().assign(Tensor.of(0.5));
            assertThat(linear.apply(Tensor.of(new double[][] {{1, 2}, {-1, 4}})).toDoubles())
                    .containsExactly(-3.5, -13.5);

            // Each channel by itself: 1·x[0,0]-taps; corners of the padded image see one pixel each.
            conv.weight().tensor().assign(Tensor.of(DType.F32, Shape.of(2, 1, 2, 2), 1, 2, 3, 4, 5, 6, 7, 8));
            Tensor image = Tensor.of(DType.F32, Shape.of(1, 2, 2, 2), 1, 10, 100, 1000, 1, 10, 100, 1000);
            assertThat(conv.apply(image).toDoubles()).containsExactly(4, 30, 200, 1000, 8, 70, 600, 5000);

            Tensor four = Tensor.of(DType.F32, Shape.of(1, 1, 2, 2), -1, 2, 0.5, -4);
            try (Module pool = new MaxPool2d(2);
                    Module relu = new ReLU()) {
                assertThat(pool.apply(four).toDoubles()).containsExactly(2);
                assertThat(relu.apply(four).toDoubles()).containsExactly(0, 2, 0.5, 0);
            }
        }
    }

    @OnEachDevice
    void modeAndElementTypeGoDown(Device device) {
        try (Scope scope = on(device, 1);
                Sequential model = new Sequential(new Sequential(new Linear(2, 2)), new ReLU())) {
            assertThat(model.eval().isTraining()).isFalse();
            assertThat(model.layers().get(0).isTraining()).isFalse();
            model.train();
            assertThat(model.layers().get(1).isTraining()).isTrue();

            double[] before = model.parameters().get(0).tensor().toDoubles();
            model.to(DType.F64);
            assertThat(model.parameters()).allMatch(p -> p.dtype() == DType.F64);
            assertThat(model.parameters().get(0).tensor().toDoubles()).containsExactly(before);
        }
    }

    @OnEachDevice
    void aSharedParameterIsThereOnce(Device device) {
        try (Scope scope = on(device, 1);
                Linear tied = new Linear(2, 2);
                Module model = new Sequential(tied, new Tanh(), tied)) {
            assertThat(model.namedParameters().keySet()).containsExactly("0.weight", "0.bias");
        }
    }

    @OnEachDevice
    void partsNeedNamesOfTheirOwn(Device device) {
        for (String name : List.of("", "a.b", "taken")) {
            assertThatThrownBy(() -> new Named(name))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("\"" + name + "\"");
        }
    }

    @OnEachDevice
    void printedTheyAreTheirConstructors(Device device) {
        try (Scope scope = on(device, 1);
                Module model = new Sequential(
                        new Conv2d(2, 4, Window.sliding(3, 5).stride(2).padding(1, 2), 2, false, Init.GLOROT_UNIFORM),
                        new Tanh());
                Optimizer sgd = new SGD(model.parameters(), 0.1)) {
            assertThat(model)
                    .hasToString("Sequential(Conv2d(2, 4, 3x5, stride 2x2, padding 1x2, groups 2, no bias), Tanh)");
            assertThat(sgd).hasToString("SGD of 1 parameters, learning rate 0.1");
        }
    }

    @Test
    void wrongSizesAreRefusedWithTheirNumbers() {
        assertThatThrownBy(() -> new Linear(0, 3)).hasMessageContaining("got 0 and 3");
        assertThatThrownBy(() -> new Conv2d(3, 4, Window.sliding(3), 2, true, Init.GLOROT_UNIFORM))
                .hasMessageContaining("got 3 to 4 channels in 2 groups");
        assertThatThrownBy(() -> Window.sliding(3).stride(0)).hasMessageContaining("stride needs at least 1, got 0x0");
    }

    @OnEachDevice
    void lossesCompareLikeWithLike(Device device) {
        try (Scope scope = on(device, 1)) {
            Tensor a = Tensor.of(new double[][] {{1, 2}, {3, 5}});
            assertThat(new MSELoss()
                            .apply(a, Tensor.of(new double[][] {{1, 0}, {3, 3}}))
                            .item())
                    .isEqualTo(2);
            assertThatThrownBy(() -> new MSELoss().apply(a, Tensor.of(1, 2)))
                    .isInstanceOf(MismatchException.class)
                    .hasMessageContaining("[2,2]")
                    .hasMessageContaining("[2]");
            // Two equal logits: −log ½ for either class.
            Tensor even = Tensor.of(new double[][] {{7, 7}, {0, 0}});
            assertThat(new CrossEntropyLoss()
                            .apply(even, Tensor.ofIntegers(0, 1))
                            .item())
                    .isCloseTo(Math.log(2), org.assertj.core.api.Assertions.within(1e-6));
        }
    }

    private static final class Named extends Module {
        Named(String name) {
            child("taken", new ReLU());
            child(name, new ReLU());
        }

        @Override
        protected Tensor forward(Tensor x) {
            return x;
        }
    }
}
