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

/** The references of pooling against cases worked out by hand. */
final class PoolReferenceTest {
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

    private static PoolWindow window(
            int kernelH,
            int kernelW,
            int strideH,
            int strideW,
            int padH,
            int padW,
            int dilationH,
            int dilationW,
            boolean ceilMode) {
        return PoolWindow.sliding(
                new int[] {kernelH, kernelW},
                new int[] {strideH, strideW},
                new int[] {padH, padW},
                new int[] {dilationH, dilationW},
                ceilMode);
    }

    @Test
    void theFirstOfEqualElementsAndTheLastNaNCount() {
        HostArray x = plane(2, 6, 1, 5, 2, 2, NAN, 9, 5, 3, 2, 2, 1, NAN);
        List<HostArray> out = run(new MaxPool(PoolWindow.square(2, 2), false), x);
        assertThat(out.get(0).doubles()).containsExactly(5, 2, NAN);
        assertThat(out.get(1).longs()).containsExactly(1, 0, 3);
        HostArray dy = plane(1, 3, 10, 20, 30);
        assertThat(run(new MaxPoolBackward(PoolWindow.square(2, 2), List.of(2L, 6L)), dy, out.get(1))
                        .get(0)
                        .doubles())
                .containsExactly(0, 10, 20, 0, 0, 0, 0, 0, 0, 0, 0, 30);
        assertThat(run(
                                new MaxPoolGather(PoolWindow.square(2, 2)),
                                plane(2, 6, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12),
                                out.get(1))
                        .get(0)
                        .doubles())
                .containsExactly(2, 3, 12);
    }

    @Test
    void windowsThatOverlapAddTheirGradients() {
        HostArray x = plane(1, 4, 1, 4, 2, 3);
        PoolWindow window = window(1, 3, 1, 1, 0, 0, 1, 1, false);
        List<HostArray> out = run(new MaxPool(window, false), x);
        assertThat(out.get(0).doubles()).containsExactly(4, 4);
        assertThat(out.get(1).longs()).containsExactly(1, 0);
        assertThat(run(new MaxPoolBackward(window, List.of(1L, 4L)), plane(1, 2, 10, 5), out.get(1))
                        .get(0)
                        .doubles())
                .containsExactly(0, 15, 0, 0);
    }

    @Test
    void paddingIsNeverChosenAndCeilModeKeepsTheLastWindow() {
        // Columns −1 … 4 with padding 1: windows of 2 every 2 begin at −1, 1, 3; the last one holds a padded column.
        HostArray x = plane(1, 4, -5, -6, -7, -8);
        PoolWindow padded = window(1, 2, 1, 2, 0, 1, 1, 1, false);
        List<HostArray> out = run(new MaxPool(padded, false), x);
        assertThat(out.get(0).doubles()).containsExactly(-5, -6, -8);
        assertThat(out.get(1).longs()).containsExactly(1, 0, 0);
        // Without padding and with width 5 a third window exists in ceil mode only, and holds one column.
        HostArray odd = plane(1, 5, 1, 2, 3, 4, 5);
        assertThat(run(new MaxPool(window(1, 2, 1, 2, 0, 0, 1, 1, false), false), odd)
                        .get(0)
                        .doubles())
                .containsExactly(2, 4);
        assertThat(run(new MaxPool(window(1, 2, 1, 2, 0, 0, 1, 1, true), false), odd)
                        .get(0)
                        .doubles())
                .containsExactly(2, 4, 5);
        // A window that would begin in the padding behind the input is left out.
        assertThat(window(2, 2, 2, 2, 1, 1, 1, 1, true).along(1, 3).windows()).isEqualTo(2);
    }

    @Test
    void dilationSpreadsTheTaps() {
        HostArray x = plane(1, 5, 1, 9, 3, 8, 2);
        List<HostArray> out = run(new MaxPool(window(1, 3, 1, 1, 0, 0, 1, 2, false), false), x);
        assertThat(out.get(0).doubles()).containsExactly(3);
        assertThat(out.get(1).longs()).containsExactly(1);
    }

    @Test
    void tapsOfWideWindowsAreNumberedInMoreThanAByte() {
        List<TensorSpec> x = List.of(TensorSpec.of(DType.F32, 1, 1, 20, 20));
        assertThat(new MaxPool(window(15, 17, 1, 1, 0, 0, 1, 1, false), false)
                        .infer(x)
                        .get(1)
                        .dtype())
                .isEqualTo(DType.U8);
        assertThat(new MaxPool(window(16, 16, 1, 1, 0, 0, 1, 1, false), false)
                        .infer(x)
                        .get(1)
                        .dtype())
                .isEqualTo(DType.I32);
    }

    @Test
    void depthIsTheOutermostAxis() {
        // Two planes of 2×2 one behind the other; tap 6 is the second plane, second row, first column.
        HostArray x = HostArray.of(DType.F32, Shape.of(1, 2, 2, 2), 1, 2, 3, 4, 5, 6, 9, 8);
        PoolWindow window = PoolWindow.sliding(
                new int[] {2, 2, 2}, new int[] {2, 2, 2}, new int[] {0, 0, 0}, new int[] {1, 1, 1}, false);
        List<HostArray> out = run(new MaxPool(window, false), x);
        assertThat(out.get(0).doubles()).containsExactly(9);
        assertThat(out.get(1).longs()).containsExactly(6);
        assertThat(run(new MaxPoolIndices(window, List.of(2L, 2L, 2L)), out.get(1))
                        .get(0)
                        .longs())
                .containsExactly(6);
    }

    @Test
    void windowsThatAdaptOverlapAndKnowTheirPlaces() {
        // Of 5 elements 3 windows: 0-1, 1-3, 3-4; tap numbers begin anew in each.
        HostArray x = HostArray.of(DType.F64, Shape.of(1, 5), 1, 7, 3, 9, 9);
        PoolWindow window = PoolWindow.adaptive(3);
        List<HostArray> out = run(new MaxPool(window, false), x);
        assertThat(out.get(0).doubles()).containsExactly(7, 9, 9);
        assertThat(out.get(1).longs()).containsExactly(1, 2, 0);
        assertThat(run(new MaxPoolIndices(window, List.of(5L)), out.get(1))
                        .get(0)
                        .longs())
                .containsExactly(1, 3, 3);
        HostArray dy = HostArray.of(DType.F64, Shape.of(1, 3), 1, 10, 100);
        assertThat(run(new MaxPoolBackward(window, List.of(5L)), dy, out.get(1))
                        .get(0)
                        .doubles())
                .containsExactly(0, 1, 0, 110, 0);
        assertThat(run(new AvgPool(window, false, 0), x).get(0).doubles()).containsExactly(4, 19 / 3.0, 9);
    }

    @Test
    void averagesDivideByWhatCounts() {
        // Width 3 with padding 1, windows of 3 every 3 from −1 on; in ceil mode a second one, at 2, 3 and 4, of which 4
        // is
        // beyond the padding.
        HostArray x = HostArray.of(DType.F64, Shape.of(1, 3), 2, 4, 6);
        PoolWindow ceil = PoolWindow.sliding(new int[] {3}, new int[] {3}, new int[] {1}, new int[] {1}, true);
        assertThat(run(new AvgPool(ceil, true, 0), x).get(0).doubles()).containsExactly(2, 3);
        assertThat(run(new AvgPool(ceil, false, 0), x).get(0).doubles()).containsExactly(3, 6);
        assertThat(run(new AvgPool(ceil, true, 4), x).get(0).doubles()).containsExactly(1.5, 1.5);
        HostArray dy = HostArray.of(DType.F64, Shape.of(1, 2), 6, 4);
        assertThat(run(new AvgPoolBackward(new AvgPool(ceil, true, 0), List.of(3L)), dy)
                        .get(0)
                        .doubles())
                .containsExactly(2, 2, 2);
    }

    @Test
    void impossibleWindowsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> window(2, 2, 2, 2, 2, 0, 1, 1, false))
                .withMessageContaining("padding 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PoolWindow.square(2, 0))
                .withMessageContaining("stride 0");
    }
}
