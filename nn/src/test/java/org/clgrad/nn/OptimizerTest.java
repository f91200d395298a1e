package org.clgrad.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.Function;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Device;
import org.clgrad.engine.Scope;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;

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
            assertThatThrownBy(() -> new SGD(List.of(), 0.1)).hasMessageContaining("expected parameters");
            assertThatThrownBy(() -> new Adam(parameters, 0.1, 0.9, 1, 1e-8, 0, false))
                    .hasMessageContaining("beta2");
        }
    }
}
