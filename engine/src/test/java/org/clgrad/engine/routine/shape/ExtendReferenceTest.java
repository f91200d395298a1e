package org.clgrad.engine.routine.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.junit.jupiter.api.Test;

/** The references of extending and of its gradient against cases worked out by hand. */
final class ExtendReferenceTest {
    private static double[] run(Routine routine, HostArray in) {
        HostArray out = HostArray.zeros(routine.infer(List.of(in.spec())).get(0));
        routine.onHost(HostExec.sequential(), new Args(List.of(in), List.of(out)));
        return out.doubles();
    }

    private static double[] extended(PadMode mode, long before, long after, double... x) {
        return run(new Extend(mode, List.of(before), List.of(after)), HostArray.of(DType.F64, Shape.of(x.length), x));
    }

    private static double[] folded(PadMode mode, long before, long after, double... dy) {
        return run(
                new ExtendBackward(mode, List.of(before), List.of(after)),
                HostArray.of(DType.F64, Shape.of(dy.length), dy));
    }

    @Test
    void whatIsAround() {
        assertThat(extended(PadMode.REFLECT, 2, 2, 1, 2, 3)).containsExactly(3, 2, 1, 2, 3, 2, 1);
        assertThat(extended(PadMode.REPLICATE, 3, 1, 1, 2)).containsExactly(1, 1, 1, 1, 2, 2);
        assertThat(extended(PadMode.CIRCULAR, 3, 2, 1, 2, 3)).containsExactly(1, 2, 3, 1, 2, 3, 1, 2);
        assertThat(extended(PadMode.REFLECT, 0, 0, 7)).containsExactly(7);
    }

    @Test
    void whatComesBack() {
        assertThat(folded(PadMode.REFLECT, 2, 1, 1, 10, 100, 1000, 10000, 100000))
                .containsExactly(100, 101010, 10001);
        assertThat(folded(PadMode.REPLICATE, 2, 1, 1, 10, 100, 1000, 10000)).containsExactly(111, 11000);
        assertThat(folded(PadMode.REPLICATE, 1, 1, 1, 10, 100)).containsExactly(111);
        assertThat(folded(PadMode.CIRCULAR, 1, 2, 1, 10, 100, 1000, 10000)).containsExactly(1010, 10101);
    }

    @Test
    void cornersAreOneAxisAfterTheOther() {
        HostArray x = HostArray.of(DType.F64, Shape.of(1, 2, 2), 1, 2, 3, 4);
        assertThat(run(new Extend(PadMode.REFLECT, List.of(1L, 0L), List.of(0L, 1L)), x))
                .containsExactly(3, 4, 3, 1, 2, 1, 3, 4, 3);
        HostArray dy = HostArray.of(DType.F64, Shape.of(3, 3), 1, 2, 4, 8, 16, 32, 64, 128, 256);
        assertThat(run(new ExtendBackward(PadMode.REFLECT, List.of(1L, 0L), List.of(0L, 1L)), dy))
                .containsExactly(8 + 32, 16, 1 + 4 + 64 + 256, 2 + 128);
    }

    @Test
    void numbersThatNoAxesHave() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Extend(PadMode.REFLECT, List.of(1L), List.of(-1L)))
                .withMessageContaining("at least 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ExtendBackward(PadMode.REFLECT, List.of(), List.of()));
    }
}
