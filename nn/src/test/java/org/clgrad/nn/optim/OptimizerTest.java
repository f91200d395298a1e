package org.clgrad.nn.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.clgrad.autograd.Tensor;
import org.clgrad.autograd.Tensors;
import org.clgrad.engine.Device;
import org.clgrad.engine.Scope;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.nn.DeviceTest;
import org.clgrad.nn.OnEachDevice;
import org.clgrad.nn.Parameter;
import org.junit.jupiter.api.Test;

/** Three steps of each rule from p = (1, −2), the loss being g·p, against numbers computed by hand. */
final class OptimizerTest extends DeviceTest {
    private static final double[][] GRADIENTS = {{0.5, -1}, {0.25, 2}, {-1, 0.125}};

    /** Some ten roundings a step, of numbers up to 2 and relative to them, three steps: 30·2·2⁻⁵³ is 7e-15. */
    private static final double TOLERANCE = 1e-14;

    @OnEachDevice
    void plainDescent(Device device) {
        // 1 − 0.1·0.5, − 0.1·0.25, + 0.1·1; −2 + 0.1·1, − 0.1·2, − 0.1·0.125
        check(device, p -> new SGD(p, 0.1), new double[][] {{0.95, -1.9}, {0.925, -2.1}, {1.025, -2.1125}});
    }

    @OnEachDevice
    void momentum(Device device) {
        // b = 0.5, 0.9·0.5 + 0.25 = 0.7, 0.9·0.7 − 1 = −0.37; b = −1, 1.1, 1.115
        check(device, p -> new SGD(p, 0.1, 0.9), new double[][] {{0.95, -1.9}, {0.88, -2.01}, {0.917, -2.1215}});
    }

    @OnEachDevice
    void dampening(Device device) {
        // b = 0.75·g, then 0.5·b + 0.75·g: 0.375, 0.375, −0.5625; −0.75, 1.125, 0.65625
        check(device, p -> new SGD(p, 0.1, 0.5, 0.25, 0, false), new double[][] {
            {0.9625, -1.925}, {0.925, -2.0375}, {0.98125, -2.103125}
        });
    }

    @OnEachDevice
    void nesterovWithDecay(Device device) {
        // d = 0.5 + 0.01·1, b = d, step = 1.9·d: 1 − 0.1·0.969 = 0.9031
        check(device, p -> new SGD(p, 0.1, 0.9, 0, 0.01, true), new double[][] {
            {0.9031, -1.8062}, {0.81257411, -2.10014822}, {0.942869708191, -2.206086916382}
        });
    }

    @OnEachDevice
    void adam(Device device) {
        // The first step is lr·g/(|g| + ε): 0.1/(1 + 2e-8) and 0.1/(1 + 1e-8).
        check(device, p -> new Adam(p, 0.1), new double[][] {
            {0.900000002, -1.900000001},
            {0.8067820404774624, -1.9366103534720749},
            {0.8274177428854115, -1.9684337378859402}
        });
    }

    @OnEachDevice
    void adamWithDecay(Device device) {
        check(device, p -> new Adam(p, 0.1, 0.9, 0.999, 1e-8, 0.1, false), new double[][] {
            {0.9000000016666666, -1.9000000008333333},
            {0.8050097658613199, -1.9250178784643248},
            {0.8120982607786772, -1.9423614580466217}
        });
    }

    @OnEachDevice
    void adamWithDecoupledDecay(Device device) {
        check(device, p -> new Adam(p, 0.1, 0.9, 0.999, 1e-8, 0.1, true), new double[][] {
            {0.890000002, -1.880000001},
            {0.7878820404574624, -1.897810353462075},
            {0.8006389224608368, -1.9106556343413195}
        });
    }

    @OnEachDevice
    void adamWithDecoupledDecayAndTheLargestMoment(Device device) {
        check(device, p -> new AdamW(p, 0.1, 0.9, 0.5, 1e-8, 0.01, true), new double[][] {
            {0.899000002, -1.898000001},
            {0.8078566452638828, -1.9295275427064695},
            {0.8243187918579149, -1.9532557516965816}
        });
    }

    @OnEachDevice
    void adamWDecaysByAHundredth(Device device) {
        check(device, p -> new AdamW(p, 0.1), new double[][] {
            {0.899000002, -1.898000001},
            {0.8048830404754623, -1.9327123534710748},
            {0.824713859842936, -1.962603025531469}
        });
    }

    @OnEachDevice
    void rmsprop(Device device) {
        // The first step is lr·g/(0.1·|g| + ε).
        check(device, p -> new RMSprop(p, 0.01), new double[][] {
            {0.900000019999996, -1.900000009999999},
            {0.855098702557817, -1.989532302199152},
            {0.9425726616071325, -1.9951473879646195}
        });
    }

    @OnEachDevice
    void rmspropCenteredWithMomentumAndDecay(Device device) {
        check(device, p -> new RMSprop(p, 0.01, 0.9, 1e-8, 0.1, 0.5, true), new double[][] {
            {0.9666666685185185, -1.9666666675925926},
            {0.9318685448024636, -1.9768953901053492},
            {0.9404220444450411, -1.9808696617454016}
        });
    }

    @OnEachDevice
    void adagrad(Device device) {
        // The first step is lr·g/(|g| + ε).
        check(device, p -> new Adagrad(p, 0.01), new double[][] {
            {0.990000000002, -1.990000000001},
            {0.9855278640478004, -1.9989442719105992},
            {0.9942565796564782, -1.9995024174827603}
        });
    }

    @OnEachDevice
    void adagradWithDecaysAndAnInitialSum(Device device) {
        check(device, p -> new Adagrad(p, 0.1, 0.5, 0.1, 0.25, 1e-10), new double[][] {
            {0.9231778720500985, -1.9076923076994083},
            {0.8964159805294837, -1.9618321197651492},
            {0.9329070707996651, -1.9602353582739913}
        });
    }

    @OnEachDevice
    void adadelta(Device device) {
        // The first step is √ε/√(0.1·g² + ε)·g.
        check(device, p -> new Adadelta(p, 1), new double[][] {
            {0.9968377855834876, -1.9968377381511013},
            {0.9947526985556963, -2.000878334104818},
            {0.9990594141678937, -2.0012314940580254}
        });
    }

    @OnEachDevice
    void nadam(Device device) {
        check(device, p -> new NAdam(p, 0.1), new double[][] {
            {0.8943548242773647, -1.8943548232209129},
            {0.8419624955659358, -1.985010571915627},
            {0.9360238369769666, -1.9949092536233033}
        });
    }

    @OnEachDevice
    void nadamWithDecoupledDecay(Device device) {
        check(device, p -> new NAdam(p, 0.1, 0.9, 0.999, 1e-8, 0.1, 4e-3, true), new double[][] {
            {0.8843548242773647, -1.8743548232209128},
            {0.8231189473231623, -1.9462670236834179},
            {0.9089490992609613, -1.93670303515426}
        });
    }

    @OnEachDevice
    void lion(Device device) {
        // 1·(1 − 0.001) − 0.01 and −2·(1 − 0.001) + 0.01
        check(device, p -> new Lion(p, 0.01, 0.9, 0.99, 0.1), new double[][] {
            {0.989, -1.988}, {0.978011, -1.996012}, {0.987032989, -2.004015988}
        });
    }

    @OnEachDevice
    void parametersOfTwoTypesAndMoreThanALaunchTakes(Device device) {
        try (Scope scope = on(device, 1)) {
            List<Parameter> parameters = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                DType dtype = i % 7 == 3 ? DType.F64 : DType.F32;
                parameters.add(new Parameter(Tensor.of(dtype, Shape.of(1 + i), new double[1 + i])));
            }
            try (Optimizer adam = new Adam(parameters, 0.5)) {
                adam.minimize(() -> {
                    Tensor loss = Tensors.zeros(device, DType.F64, Shape.scalar());
                    for (Parameter parameter : parameters) {
                        loss = loss.add(parameter.tensor().to(DType.F64).sum());
                    }
                    return loss;
                });
                for (Parameter parameter : parameters) {
                    double[] expected = new double[(int) parameter.elements()];
                    Arrays.fill(expected, -0.5);
                    assertThat(parameter.tensor().toDoubles()).containsExactly(expected, within(1e-6));
                }
            }
            parameters.forEach(Parameter::close);
        }
    }

    @Test
    void eightParametersAreALaunch() {
        Device device = openClDevice();
        try (Scope scope = on(device, 1)) {
            List<Parameter> parameters = new ArrayList<>();
            Tensor loss = Tensor.scalar(0);
            for (int i = 0; i < 60; i++) {
                parameters.add(new Parameter(Tensors.ones(1 + i)));
                loss = loss.add(parameters.get(i).tensor().sum());
            }
            loss.backward();
            try (Optimizer adam = new Adam(parameters, 0.5)) {
                long launches = device.statistics().launches();
                long waits = device.statistics().waits();
                adam.step();
                // ⌈60/8⌉, and the number of the step.
                assertThat(device.statistics().launches() - launches).isEqualTo(9);
                launches = device.statistics().launches();
                GradientClipping.byNorm(parameters, 1);
                // ⌈60/8⌉ twice, and the merge of the partial results.
                assertThat(device.statistics().launches() - launches).isEqualTo(17);
                assertThat(device.statistics().waits()).isEqualTo(waits);
            }
            parameters.forEach(Parameter::close);
        }
    }

    @OnEachDevice
    void statesHaveTheirNamesInPyTorch(Device device) {
        try (Scope scope = on(device, 1);
                Parameter p = new Parameter(Tensor.of(1, 1));
                Optimizer nadam = new NAdam(List.of(p), 0.1);
                Optimizer adam = new Adam(List.of(p), 0.1, 0.9, 0.99, 1e-8, 0, false, true);
                Optimizer rmsprop = new RMSprop(List.of(p), 0.1, 0.9, 1e-8, 0, 0.5, true);
                Optimizer adagrad = new Adagrad(List.of(p), 0.1, 0, 0, 3, 1e-10)) {
            assertThat(nadam.namedState()).containsOnlyKeys("0.exp_avg", "0.exp_avg_sq", "step", "mu_product");
            assertThat(adam.namedState()).containsOnlyKeys("0.exp_avg", "0.exp_avg_sq", "0.max_exp_avg_sq", "step");
            assertThat(rmsprop.namedState()).containsOnlyKeys("0.square_avg", "0.momentum_buffer", "0.grad_avg");
            assertThat(adagrad.namedState()).containsOnlyKeys("0.sum", "step");
            assertThat(adagrad.namedState()).hasEntrySatisfying("0.sum", sum -> assertThat(sum.toDoubles())
                    .containsExactly(3, 3));
        }
    }

    private static void check(Device device, Function<List<Parameter>, Optimizer> optimizer, double[][] expected) {
        try (Scope scope = on(device, 1);
                Parameter p = new Parameter(Tensor.of(DType.F64, Shape.of(2), 1, -2));
                Optimizer steps = optimizer.apply(List.of(p))) {
            for (int i = 0; i < expected.length; i++) {
                Tensor gradient = Tensor.of(DType.F64, Shape.of(2), GRADIENTS[i]);
                steps.minimize(() -> p.tensor().mul(gradient).sum());
                assertThat(p.tensor().toDoubles()).as("step %d", i + 1).containsExactly(expected[i], within(TOLERANCE));
            }
        }
    }

    @OnEachDevice
    void theLearningRateChangesFromTheNextStepOn(Device device) {
        try (Scope scope = on(device, 1);
                Parameter p = new Parameter(Tensor.of(1, 1));
                Optimizer sgd = new SGD(List.of(p), 0.5)) {
            assertThat(sgd.minimize(() -> p.tensor().sum()).item()).isEqualTo(2);
            assertThat(p.tensor().toDoubles()).containsExactly(0.5, 0.5);
            sgd.learningRate(0.25);
            sgd.minimize(() -> p.tensor().sum());
            assertThat(p.tensor().toDoubles()).containsExactly(0.25, 0.25);
            assertThat(sgd.learningRate()).isEqualTo(0.25);
        }
    }

    @OnEachDevice
    void aParameterWithoutGradientStaysAndNoneAtAllIsAnError(Device device) {
        try (Scope scope = on(device, 1);
                Parameter used = new Parameter(Tensor.of(1, 1));
                Parameter spare = new Parameter(Tensor.of(3));
                Optimizer adam = new Adam(List.of(used, spare), 0.5)) {
            assertThatThrownBy(adam::step).hasMessageContaining("no parameter has a gradient");
            adam.minimize(() -> used.tensor().sum());
            assertThat(spare.tensor().item()).isEqualTo(3);
        }
    }

    @OnEachDevice
    void wrongNumbersAreRefused(Device device) {
        try (Scope scope = on(device, 1);
                Parameter p = new Parameter(Tensor.of(1, 1))) {
            List<Parameter> parameters = List.of(p);
            assertThatThrownBy(() -> new SGD(parameters, -1)).hasMessageContaining("got -1.0");
            assertThatThrownBy(() -> new SGD(parameters, Double.NaN)).hasMessageContaining("got NaN");
            assertThatThrownBy(() -> new SGD(parameters, 0.1, 1)).hasMessageContaining("momentum");
            assertThatThrownBy(() -> new SGD(List.of(p, p), 0.1)).hasMessageContaining("twice");
            assertThatThrownBy(() -> new SGD(List.of(), 0.1)).hasMessageContaining("expected parameters");
            assertThatThrownBy(() -> new Adam(parameters, 0.1, 0.9, 1, 1e-8, 0, false))
                    .hasMessageContaining("beta2");
        }
    }
}
