package org.clgrad.tests.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.clgrad.autograd.DefaultDevice;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Scope;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.tests.kit.TestDevice;
import org.clgrad.tests.kit.TestRun;
import org.junit.jupiter.api.Test;

/**
 * Tensors that are changed in place while they are read in another place or order. Where kernels read and write in any
 * order, and several elements at a time, this goes wrong unless what is read is copied first.
 */
final class InPlaceTest {
    /** Large enough for several vectors and work-groups. */
    private static final int SIZE = 200;

    @Test
    void aMatrixPlusItsTranspose() {
        double[] values =
                IntStream.range(0, SIZE * SIZE).mapToDouble(i -> i % 1009).toArray();
        double[] expected = IntStream.range(0, SIZE * SIZE)
                .mapToDouble(i -> values[i] + values[i % SIZE * SIZE + i / SIZE])
                .toArray();
        for (TestDevice tested : TestRun.current().devices()) {
            try (Scope scope = Scope.open()) {
                DefaultDevice.set(scope, tested.device());
                Tensor x = Tensor.of(DType.F32, Shape.of(SIZE, SIZE), values);
                x.addInPlace(x.t());
                assertThat(x.toDoubles()).as("on %s", tested).containsExactly(expected);
            }
        }
    }

    @Test
    void aVectorMovedAlongItself() {
        double[] values = IntStream.range(0, SIZE * SIZE).asDoubleStream().toArray();
        double[] down = values.clone();
        System.arraycopy(values, 1, down, 0, values.length - 1);
        double[] up = values.clone();
        System.arraycopy(values, 0, up, 1, values.length - 1);
        for (TestDevice tested : TestRun.current().devices()) {
            try (Scope scope = Scope.open()) {
                DefaultDevice.set(scope, tested.device());
                assertThat(moved(values, 1, 0)).as("down on %s", tested).isEqualTo(down);
                assertThat(moved(values, 0, 1)).as("up on %s", tested).isEqualTo(up);
            }
        }
    }

    private static double[] moved(double[] values, int from, int to) {
        Tensor x = Tensor.of(values);
        long length = values.length - 1L;
        x.narrow(0, to, length).assign(x.narrow(0, from, length));
        return x.toDoubles();
    }
}
