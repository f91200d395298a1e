package org.clgrad.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Device;
import org.clgrad.engine.Scope;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.nn.DeviceTest;
import org.clgrad.nn.OnEachDevice;
import org.junit.jupiter.api.Test;

/** Tables that integers choose rows of. */
final class EmbeddingTest extends DeviceTest {
    private static final double NAN = Double.NaN;

    private static void set(Embedding embedding) {
        Tensor table = embedding.weight().tensor();
        table.assign(Tensor.of(DType.F32, table.shape(), 1, 2, 3, 4, 5, 6));
    }

    @OnEachDevice
    void givesRowsAndSumsTheirGradients(Device device) {
        try (Scope scope = on(device, 1);
                Embedding embedding = new Embedding(3, 2)) {
            set(embedding);
            Tensor y = embedding.apply(Tensor.of(DType.I64, Shape.of(2, 2), 2, 0, 2, 2));
            assertThat(y.shape()).isEqualTo(Shape.of(2, 2, 2));
            assertThat(y.toDoubles()).containsExactly(5, 6, 1, 2, 5, 6, 5, 6);
            y.backward(Tensor.of(DType.F32, y.shape(), 1, 10, 2, 20, 3, 30, 4, 40), false, false);
            assertThat(embedding.weight().grad().orElseThrow().toDoubles()).containsExactly(2, 20, 0, 0, 8, 80);
            assertThat(embedding.apply(Tensor.ofIntegers(3, 1, -1)).toDoubles())
                    .containsExactly(NAN, NAN, 3, 4, NAN, NAN);
            assertThat(embedding.apply(Tensor.of(DType.I32, Shape.scalar(), 1)).toDoubles())
                    .containsExactly(3, 4);
        }
    }

    @OnEachDevice
    void paddingBeginsWithZerosAndLearnsNothing(Device device) {
        try (Scope scope = on(device, 1);
                Embedding embedding = new Embedding(3, 2, -2)) {
            double[] first = embedding.weight().tensor().toDoubles();
            assertThat(first[2]).isZero();
            assertThat(first[3]).isZero();
            assertThat(first[0]).isNotZero();
            set(embedding);
            Tensor y = embedding.apply(Tensor.ofIntegers(1, 0, 1));
            assertThat(y.toDoubles()).containsExactly(3, 4, 1, 2, 3, 4);
            y.backward(Tensor.of(DType.F32, y.shape(), 1, 1, 7, 9, 1, 1), false, false);
            assertThat(embedding.weight().grad().orElseThrow().toDoubles()).containsExactly(7, 9, 0, 0, 0, 0);
        }
    }

    @OnEachDevice
    void beginsWithANormalDistribution(Device device) {
        try (Scope scope = on(device, 3);
                Embedding embedding = new Embedding(200, 50)) {
            Tensor table = embedding.weight().tensor().detach();
            // 10,000 numbers: a mean 0.05 off would be one of 5 standard errors, a deviation likewise of 7.
            assertThat(table.mean().item()).isCloseTo(0, within(0.05));
            assertThat(table.deviation(1, false).item()).isCloseTo(1, within(0.05));
            assertThat(embedding.namedParameters()).containsOnlyKeys("weight");
        }
    }

    @Test
    void refusesWhatIsNoTable() {
        assertThatThrownBy(() -> new Embedding(0, 2)).hasMessageContaining("at least 1");
        assertThatThrownBy(() -> new Embedding(3, 2, 3)).hasMessageContaining("3 rows");
        assertThatThrownBy(() -> new Embedding(3, 2, -4)).hasMessageContaining("3 rows");
        try (Scope scope = on(host(), 1);
                Embedding embedding = new Embedding(3, 2)) {
            assertThat(embedding).hasToString("Embedding(3, 2)");
            Tensor numbers = Tensor.of(1.0, 2.0);
            assertThatThrownBy(() -> embedding.apply(numbers))
                    .isInstanceOf(MismatchException.class)
                    .hasMessageContaining("i32 or i64");
        }
    }
}
