package org.clgrad.engine.routine.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;
import org.junit.jupiter.api.Test;

/** The references of max pooling against cases worked out by hand. */
final class MaxPoolReferenceTest {
    private static final double NAN = Double.NaN;

    private static HostArray plane(long height, long width, double... values) {
        return HostArray.of(DType.F32, Shape.of(1, 1, height, width), values);
    }

    private static List<HostArray> run(Routine routine, HostArray... in) {
        List<TensorSpec> specs = List.of(in).stream().map(HostArray::spec).toList();
        List<HostArray> out = new ArrayList<>();
        routine.infer(specs).forEach(spec -> out.add(HostArray.zeros(spec)));
        routine.onHost(HostExec.sequential(), new Args(List.of(in), out));
        return out;
    }

    @Test
    void theFirstOfEqualElementsAndTheLastNaNCount() {
        HostArray x = plane(2, 6, 1, 5, 2, 2, NAN, 9, 5, 3, 2, 2, 1, NAN);
        List<HostArray> out = run(new MaxPool2d(PoolWindow.of(2, 2)), x);
        assertThat(out.get(0).doubles()).containsExactly(5, 2, NAN);
        assertThat(out.get(1).longs()).containsExactly(1, 0, 3);
        HostArray dy = plane(1, 3, 10, 20, 30);
        assertThat(run(new MaxPool2dBackward(PoolWindow.of(2, 2), 2, 6), dy, out.get(1))
                        .get(0)
                        .doubles())
                .containsExactly(0, 10, 20, 0, 0, 0, 0, 0, 0, 0, 0, 30);
        assertThat(run(
                                new MaxPool2dGather(PoolWindow.of(2, 2)),
                                plane(2, 6, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12),
                                out.get(1))
                        .get(0)
                        .doubles())
                .containsExactly(2, 3, 12);
    }

    @Test
    void windowsThatOverlapAddTheirGradients() {
        HostArray x = plane(1, 4, 1, 4, 2, 3);
        PoolWindow window = new PoolWindow(1, 3, 1, 1, 0, 0, 1, 1, false);
        List<HostArray> out = run(new MaxPool2d(window), x);
        assertThat(out.get(0).doubles()).containsExactly(4, 4);
        assertThat(out.get(1).longs()).containsExactly(1, 0);
        assertThat(run(new MaxPool2dBackward(window, 1, 4), plane(1, 2, 10, 5), out.get(1))
                        .get(0)
                        .doubles())
                .containsExactly(0, 15, 0, 0);
    }

    @Test
    void paddingIsNeverChosenAndCeilModeKeepsTheLastWindow() {
        // Columns −1 … 4 with padding 1: windows of 2 every 2 begin at −1, 1, 3; the last one holds a padded column.
        HostArray x = plane(1, 4, -5, -6, -7, -8);
        PoolWindow padded = new PoolWindow(1, 2, 1, 2, 0, 1, 1, 1, false);
        List<HostArray> out = run(new MaxPool2d(padded), x);
        assertThat(out.get(0).doubles()).containsExactly(-5, -6, -8);
        assertThat(out.get(1).longs()).containsExactly(1, 0, 0);
        // Without padding and with width 5 a third window exists in ceil mode only, and holds one column.
        HostArray odd = plane(1, 5, 1, 2, 3, 4, 5);
        assertThat(run(new MaxPool2d(new PoolWindow(1, 2, 1, 2, 0, 0, 1, 1, false)), odd)
                        .get(0)
                        .doubles())
                .containsExactly(2, 4);
        assertThat(run(new MaxPool2d(new PoolWindow(1, 2, 1, 2, 0, 0, 1, 1, true)), odd)
                        .get(0)
                        .doubles())
                .containsExactly(2, 4, 5);
        // A window that would begin in the padding behind the input is left out.
        assertThat(new PoolWindow(2, 2, 2, 2, 1, 1, 1, 1, true).outWidth(3)).isEqualTo(2);
    }

    @Test
    void dilationSpreadsTheTaps() {
        HostArray x = plane(1, 5, 1, 9, 3, 8, 2);
        List<HostArray> out = run(new MaxPool2d(new PoolWindow(1, 3, 1, 1, 0, 0, 1, 2, false)), x);
        assertThat(out.get(0).doubles()).containsExactly(3);
        assertThat(out.get(1).longs()).containsExactly(1);
    }

    @Test
    void tapsOfWideWindowsAreNumberedInMoreThanAByte() {
        assertThat(PoolWindow.of(16, 16).argmaxType()).isEqualTo(DType.U8);
        assertThat(new PoolWindow(16, 17, 1, 1, 0, 0, 1, 1, false).argmaxType()).isEqualTo(DType.I32);
    }

    @Test
    void impossibleWindowsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PoolWindow(2, 2, 2, 2, 2, 0, 1, 1, false))
                .withMessageContaining("height has padding 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PoolWindow.of(2, 0))
                .withMessageContaining("stride 0");
    }
}
