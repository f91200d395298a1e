package org.clgrad.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.clgrad.autograd.RandomStream;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Device;
import org.clgrad.engine.Scope;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.nn.activation.Tanh;
import org.clgrad.nn.layer.Dropout;
import org.clgrad.nn.layer.Linear;
import org.junit.jupiter.api.Test;

/** Modules whose inner values are computed once more. */
final class RecomputedTest extends DeviceTest {
    private static Tensor normal(long... sizes) {
        return RandomStream.draw(random -> random.normal(DType.F32, Shape.of(sizes), 0, 1));
    }

    private static double[][] gradients(Module module) {
        return module.parameters().stream()
                .map(parameter -> parameter.grad().orElseThrow().toDoubles())
                .toArray(double[][]::new);
    }

    @OnEachDevice
    void gradientsAreTheSameAndInnerValuesAreNotKept(Device device) {
        try (Scope scope = on(device, 1);
                Sequential plain = new Sequential(
                        WeightNorm.of(new Linear(2, 8)), new Tanh(), new Dropout(0.5), new Linear(8, 2), new Tanh());
                Module recomputed = new Recomputed(plain)) {
            Tensor x = normal(3, 2);
            long[] kept = new long[2];
            double[][][] found = new double[2][][];
            double[][] values = new double[2][];
            for (int i = 0; i < 2; i++) {
                try (Scope again = on(device, 7)) {
                    long before = device.statistics().liveStorages();
                    Tensor y = (i == 0 ? plain : recomputed).apply(x);
                    kept[i] = device.statistics().liveStorages() - before;
                    y.square().sum().backward();
                    values[i] = y.toDoubles();
                    found[i] = gradients(plain);
                    plain.zeroGrad();
                }
            }
            assertThat(values[1]).isEqualTo(values[0]);
            assertThat(Arrays.deepEquals(found[1], found[0]))
                    .as("%s and %s", Arrays.deepToString(found[1]), Arrays.deepToString(found[0]))
                    .isTrue();
            assertThat(kept[1])
                    .as("the result and a random state, instead of %s", kept[0])
                    .isEqualTo(2);
        }
    }

    @Test
    void itsPartsHaveNames() {
        try (Scope scope = on(host(), 1);
                Module module = new Recomputed(new Linear(2, 1))) {
            assertThat(module.namedParameters().keySet()).containsExactly("inner.weight", "inner.bias");
            assertThat(module).hasToString("Recomputed(Linear(2, 1))");
        }
    }

    /** A module that uses a parameter it has not registered. */
    private static final class Foreign extends Module {
        private final Parameter other;

        Foreign(Parameter other) {
            this.other = other;
        }

        @Override
        protected Tensor forward(Tensor x) {
            return x.mul(other.tensor());
        }
    }

    @Test
    void aParameterOfNobodysIsRefused() {
        try (Scope scope = on(host(), 1);
                Parameter other = new Parameter(Tensor.of(2, 3))) {
            Tensor y = new Recomputed(new Foreign(other)).apply(Tensor.of(1, 1).requiresGrad(true));
            assertThatThrownBy(() -> y.sum().backward())
                    .isInstanceOf(MismatchException.class)
                    .hasMessageContaining("inputs or captured");
        }
    }
}
