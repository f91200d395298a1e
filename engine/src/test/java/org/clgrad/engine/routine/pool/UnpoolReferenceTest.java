package org.clgrad.engine.routine.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;
import org.junit.jupiter.api.Test;

/** The references of max-unpooling against cases worked out by hand. */
final class UnpoolReferenceTest {
    private static HostArray indices(Shape shape, long... values) {
        HostArray array = HostArray.zeros(TensorSpec.of(DType.I64, shape));
        array.set(values);
        return array;
    }

    private static double[] run(Routine routine, HostArray x, HostArray indices) {
        HostArray y =
                HostArray.zeros(routine.infer(List.of(x.spec(), indices.spec())).get(0));
        routine.onHost(HostExec.sequential(), new Args(List.of(x, indices), List.of(y)));
        return y.doubles();
    }

    @Test
    void elementsGoToTheirPlacesInTheirPlanes() {
        Shape shape = Shape.of(1, 2, 1, 2);
        HostArray x = HostArray.of(DType.F32, shape, 1, 2, 3, 4);
        HostArray places = indices(shape, 3, 0, 1, 2);
        assertThat(run(new MaxUnpool(List.of(2L, 2L)), x, places)).containsExactly(2, 0, 0, 1, 0, 3, 4, 0);
        HostArray dy = HostArray.of(DType.F32, Shape.of(1, 2, 2, 2), 1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(run(new MaxUnpoolBackward(List.of(2L, 2L)), dy, places)).containsExactly(4, 1, 6, 7);
    }

    @Test
    void theLastOfSeveralStaysAndWhatIsNoPlaceIsPassedOver() {
        Shape shape = Shape.of(1, 5);
        HostArray x = HostArray.of(DType.F64, shape, 1, 2, 3, 4, 5);
        HostArray places = indices(shape, 1, -1, 1, 3, 0);
        assertThat(run(new MaxUnpool(List.of(3L)), x, places)).containsExactly(5, 3, 0);
        HostArray dy = HostArray.of(DType.F64, Shape.of(1, 3), 10, 20, 30);
        assertThat(run(new MaxUnpoolBackward(List.of(3L)), dy, places)).containsExactly(0, 0, 20, 0, 10);
    }

    @Test
    void sizesAreOneToThree() {
        assertThatIllegalArgumentException().isThrownBy(() -> new MaxUnpool(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new MaxUnpoolBackward(List.of(2L, 0L)));
    }
}
