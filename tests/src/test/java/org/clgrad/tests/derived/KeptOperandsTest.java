package org.clgrad.tests.derived;

import static org.assertj.core.api.Assertions.assertThat;
import static org.clgrad.tests.derived.TransformedWeights.*;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.clgrad.autograd.DefaultDevice;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Scope;
import org.clgrad.engine.TensorData;
import org.clgrad.engine.cl.ClDevice;
import org.clgrad.engine.cl.PreparedRun;
import org.clgrad.engine.routine.Tuning;
import org.clgrad.engine.routine.conv.ConvAxis;
import org.clgrad.engine.routine.conv.ConvGeometry;
import org.clgrad.engine.routine.conv.Convolution;
import org.clgrad.engine.routine.shape.Copy;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.nn.Parameter;
import org.clgrad.nn.layer.Conv2d;
import org.clgrad.nn.optim.SGD;
import org.clgrad.tests.kit.TestRun;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A convolution's transformed weights are used again where they may be, and never where the weights have changed. */
final class KeptOperandsTest {
    // ---- Used again

    @TestFactory
    Stream<DynamicTest> whatIsUsedTwiceIsKept() {
        return onEachDevice("a lasting weight", device -> {
            Tensor x = tensor(device, IMAGES, 1);
            Tensor weight = tensor(device, WEIGHTS, 2).markLasting();
            double[] expected = expected(x, weight);
            Runnable once = () -> assertThat(result(x, weight)).isEqualTo(expected);
            assertThat(derivations(device, once)).as("the first time").isEqualTo(1);
            assertThat(derived(device)).as("after one use").isZero();
            assertThat(derivations(device, once)).as("the second time").isEqualTo(1);
            assertThat(derived(device)).as("after two uses").isEqualTo(KEPT_BYTES);
            assertThat(derivations(device, once)).as("the third time").isZero();
            // Other sizes of the rest of the operands, the same weight.
            Tensor other = tensor(device, Shape.of(3, CHANNELS, 20, 16), 3);
            assertThat(derivations(device, () -> result(other, weight)))
                    .as("for other images")
                    .isZero();
            assertThat(result(other, weight)).isEqualTo(expected(other, weight));
        });
    }

    @TestFactory
    Stream<DynamicTest> nothingIsKeptOfOtherTensors() {
        return onEachDevice("a weight that is not lasting", device -> {
            Tensor x = tensor(device, IMAGES, 1);
            Tensor weight = tensor(device, WEIGHTS, 2);
            assertThat(derivations(device, () -> {
                        for (int i = 0; i < 4; i++) {
                            result(x, weight);
                        }
                    }))
                    .isEqualTo(4);
            assertThat(derived(device)).isZero();
        });
    }

    @TestFactory
    Stream<DynamicTest> parametersAreLasting() {
        return onEachDevice("a layer", device -> {
            Tensor x = tensor(device, IMAGES, 1);
            try (Conv2d layer = new Conv2d(CHANNELS, CHANNELS, 3)) {
                for (int i = 0; i < 2; i++) {
                    layer.apply(x).toDoubles();
                }
                assertThat(derived(device)).isEqualTo(KEPT_BYTES);
            }
            assertThat(derived(device)).as("after the layer").isZero();
        });
    }

    /** A way of its own to run a variant says what that costs. */
    @TestFactory
    Stream<DynamicTest> aGivenVariantDerivesEachTime() {
        return onEachDevice("a prepared run", device -> {
            Tensor x = tensor(device, IMAGES, 1);
            Tensor weight = tensor(device, WEIGHTS, 2).markLasting();
            for (int i = 0; i < 3; i++) {
                result(x, weight);
            }
            Tensor y = convolved(x, weight);
            var routine = new Convolution(ConvGeometry.of(2, ConvAxis.of(1, 1, 1), 1));
            var variant = routine.variants().stream()
                    .filter(each -> each.name().equals("conv_winograd"))
                    .findFirst()
                    .orElseThrow();
            List<TensorData> in = List.of(x.data(), weight.data());
            try (PreparedRun run = device.prepare(routine, variant, Tuning.defaults(), in, List.of(y.data()))) {
                assertThat(derivations(device, () -> {
                            run.run();
                            run.run();
                        }))
                        .isEqualTo(2);
            }
        });
    }

    // ---- Never stale

    private static void changed(ClDevice device, Consumer<Tensor> change) {
        Tensor x = tensor(device, IMAGES, 1);
        Tensor weight = tensor(device, WEIGHTS, 2).markLasting();
        double[] before = result(x, weight);
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 3; i++) {
                result(x, weight);
            }
            assertThat(derived(device)).isEqualTo(KEPT_BYTES);
            change.accept(weight);
            assertThat(derived(device)).as("after the change").isZero();
            for (int i = 0; i < 3; i++) {
                assertThat(result(x, weight)).as("use %d", i).isEqualTo(expected(x, weight));
            }
        }
        assertThat(result(x, weight)).as("the change does something").isNotEqualTo(before);
    }

    @TestFactory
    Stream<DynamicTest> aChangeInPlace() {
        return onEachDevice("in place", device -> changed(device, weight -> weight.mulInPlace(1.5)));
    }

    @TestFactory
    Stream<DynamicTest> aChangeOfAView() {
        return onEachDevice(
                "a view",
                device -> changed(device, weight -> weight.narrow(0, 3, 1).mulInPlace(-2)));
    }

    @TestFactory
    Stream<DynamicTest> anAssignment() {
        return onEachDevice(
                "assigned",
                device -> changed(device, weight -> {
                    try (Tensor other = tensor(device, WEIGHTS, 5)) {
                        weight.assign(other);
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> anUpload() {
        return onEachDevice("uploaded", device -> changed(device, weight -> weight.assign(bytes(numbers(WEIGHTS, 6)))));
    }

    @TestFactory
    Stream<DynamicTest> aRunIntoIt() {
        return onEachDevice(
                "prepared",
                device -> changed(device, weight -> {
                    Copy copy = new Copy();
                    try (Tensor other = tensor(device, WEIGHTS, 7);
                            PreparedRun run = device.prepare(
                                    copy,
                                    copy.variants().get(0),
                                    Tuning.defaults(),
                                    List.of(other.data()),
                                    List.of(weight.data()))) {
                        // Kept once more after it was prepared.
                        try (Tensor x = tensor(device, IMAGES, 1)) {
                            for (int i = 0; i < 3; i++) {
                                result(x, weight);
                            }
                        }
                        run.run();
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> aStepOfAnOptimizer() {
        return TestRun.current().devices().stream()
                .filter(tested -> TransformedWeights.transforms(tested.device()))
                .map(tested -> DynamicTest.dynamicTest("a step on " + tested, () -> {
                    try (Scope scope = Scope.open();
                            Parameter weight = new Parameter(tensor(tested.device(), WEIGHTS, 2));
                            SGD sgd = new SGD(List.of(weight), 0.1)) {
                        DefaultDevice.set(scope, tested.device());
                        Tensor x = tensor(tested.device(), IMAGES, 1);
                        for (int step = 0; step < 3; step++) {
                            for (int i = 0; i < 3; i++) {
                                assertThat(result(x, weight.tensor())).isEqualTo(expected(x, weight.tensor()));
                            }
                            assertThat(derived(tested.device())).isEqualTo(KEPT_BYTES);
                            sgd.minimize(
                                    () -> convolved(x, weight.tensor()).square().mean());
                            assertThat(derived(tested.device())).isZero();
                        }
                    }
                }));
    }

    /** Slices of one storage, of one shape each. */
    @TestFactory
    Stream<DynamicTest> viewsOfOneStorage() {
        return onEachDevice("slices", device -> {
            Tensor x = tensor(device, IMAGES, 1);
            Tensor all =
                    tensor(device, Shape.of(3, CHANNELS, CHANNELS, 3, 3), 2).markLasting();
            for (int i = 0; i < 4; i++) {
                for (int slice = 0; slice < 3; slice++) {
                    Tensor weight = all.narrow(0, slice, 1).squeeze(0);
                    assertThat(result(x, weight)).isEqualTo(expected(x, weight));
                    // The same elements, rows and columns of taps exchanged: other strides.
                    Tensor turned = weight.transpose(2, 3);
                    assertThat(result(x, turned)).isEqualTo(expected(x, turned));
                }
            }
            assertThat(derived(device)).isEqualTo(6 * KEPT_BYTES);
        });
    }

    /** Memory is used again at once, so the second weight lies where the first one lay. */
    @TestFactory
    Stream<DynamicTest> anotherStorageInTheSamePlace() {
        return onEachDevice("one after the other", device -> {
            Tensor x = tensor(device, IMAGES, 1);
            for (int seed = 2; seed < 6; seed++) {
                try (Tensor weight = tensor(device, WEIGHTS, seed).markLasting()) {
                    for (int i = 0; i < 3; i++) {
                        assertThat(result(x, weight)).isEqualTo(expected(x, weight));
                    }
                    assertThat(derived(device)).isEqualTo(KEPT_BYTES);
                }
                assertThat(derived(device)).as("after the weight").isZero();
            }
        });
    }
}
