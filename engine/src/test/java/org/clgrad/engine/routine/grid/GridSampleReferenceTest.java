package org.clgrad.engine.routine.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.grid.GridSampling.Mode;
import org.clgrad.engine.routine.grid.GridSampling.Padding;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.junit.jupiter.api.Test;

/** The references of reading at places against cases worked out by hand. */
final class GridSampleReferenceTest {
    private static double[] run(Routine routine, HostArray... in) {
        HostArray out = HostArray.zeros(
                routine.infer(List.of(in[0].spec(), in[1].spec())).get(0));
        routine.onHost(HostExec.sequential(), new Args(List.of(in), List.of(out)));
        return out.doubles();
    }

    /** A plane of one row read along it. */
    private static double[] row(GridSampling sampling, double[] x, double... places) {
        HostArray plane = HostArray.of(DType.F64, Shape.of(1, 1, 1, x.length), x);
        double[] grid = new double[2 * places.length];
        for (int i = 0; i < places.length; i++) {
            grid[2 * i] = places[i];
        }
        return run(new GridSample(sampling), plane, HostArray.of(DType.F64, Shape.of(1, 1, places.length, 2), grid));
    }

    private static GridSampling sampling(boolean nearest, Padding padding, boolean corners) {
        return GridSampling.of(nearest ? Mode.NEAREST : Mode.LINEAR, padding, corners, 2);
    }

    @Test
    void endsAreCentresOrOuterEnds() {
        double[] x = {0, 10, 20, 30};
        assertThat(row(sampling(false, Padding.ZEROS, true), x, -1, 1, 0, 0.5)).containsExactly(0, 30, 15, 22.5);
        // p = 2·(g + 1) − ½: −½, 1.5, 3, 3.5, of which the outer ends are half zero.
        assertThat(row(sampling(false, Padding.ZEROS, false), x, -1, 0, 0.75, 1))
                .containsExactly(0, 15, 30, 15);
        assertThat(row(sampling(false, Padding.ZEROS, false), x, -9, 9, Double.NaN))
                .containsExactly(0, 0, 0);
    }

    @Test
    void beyondIsTheBorderOrAMirror() {
        double[] x = {1, 10, 20, 30};
        assertThat(row(sampling(false, Padding.BORDER, true), x, -3, 3, Double.NaN))
                .containsExactly(1, 30, 1);
        // p = 1.5·(g + 1): −3 → 3, 4.5 → 1.5, 7.5 → 1.5.
        assertThat(row(sampling(false, Padding.REFLECTION, true), x, -3, 2, 4)).containsExactly(30, 15, 15);
        // p = 2·(g + 1) − ½: −2.5 → 1.5 at −½, 5.5 → 1.5 at 3.5.
        assertThat(row(sampling(false, Padding.REFLECTION, false), x, -2, 2)).containsExactly(15, 15);
    }

    @Test
    void halvesAreRoundedToTheEvenElement() {
        double[] x = {1, 2, 3, 4};
        // p = 2·(g + 1) − ½: 0.5 → 0, 1.5 → 2, 2.5 → 2, −0.5 → 0, 3.5 → 4 is beyond.
        assertThat(row(sampling(true, Padding.ZEROS, false), x, -0.5, 0, 0.5, -1, 1))
                .containsExactly(1, 3, 3, 1, 0);
    }

    @Test
    void fourNeighboursAreWeightedAndGetTheirShares() {
        GridSampling corners = sampling(false, Padding.ZEROS, true);
        HostArray x = HostArray.of(DType.F64, Shape.of(1, 1, 2, 2), 1, 2, 3, 4);
        HostArray grid = HostArray.of(DType.F64, Shape.of(1, 1, 1, 2), -0.5, 0.5);
        // A quarter to the right, three quarters down.
        assertThat(run(new GridSample(corners), x, grid))
                .containsExactly(0.25 * 0.75 + 2 * 0.0625 + 3 * 0.5625 + 4 * 0.1875);
        HostArray dy = HostArray.of(DType.F64, Shape.of(1, 1, 1, 1), 16);
        assertThat(run(new GridSampleInputGradient(corners, List.of(2L, 2L)), dy, grid))
                .containsExactly(3, 1, 9, 3);
        // By x the slope is half of the difference along a row, by y along a column, by both that of the differences.
        assertThat(run(new GridSample(corners.derivative(0)), x, grid)).containsExactly(0.5);
        assertThat(run(new GridSample(corners.derivative(1)), x, grid)).containsExactly(1);
        assertThat(run(new GridSample(corners.derivative(0).derivative(1)), x, grid))
                .containsExactly(0);
        assertThat(corners.derivative(1).hasDerivative(1)).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> corners.derivative(1).derivative(1));
    }

    @Test
    void fourAlongAnAxisByCubicConvolution() {
        double[] x = {0, 16, 48, 16, 32};
        // At 1.5 the weights are (−3, 19, 19, −3)/32; at 0.5 and 4.5 one neighbour and more is beyond. g = 2(p + ½)/5 −
        // 1.
        double middle = -0.2;
        double first = -0.6;
        double beyond = 1;
        GridSampling zeros = GridSampling.of(Mode.CUBIC, Padding.ZEROS, false, 2);
        double[] third = {
            (-3 * 0 + 19 * 16 + 19 * 48 - 3 * 16) / 32.0, (19 * 0 + 19 * 16 - 3 * 48) / 32.0, (-3 * 16 + 19 * 32) / 32.0
        };
        assertThat(row(zeros, x, middle, first, beyond)).containsExactly(third, within(1e-12));
        double[] border = {third[0], third[1] - 3 * 0 / 32.0, third[2] + (19 - 3) * 32 / 32.0};
        assertThat(row(GridSampling.of(Mode.CUBIC, Padding.BORDER, false, 2), x, middle, first, beyond))
                .containsExactly(border, within(1e-12));
        // Beyond the last come the last and the one before it; with corners aligned the one before it and the one
        // before that.
        assertThat(row(GridSampling.of(Mode.CUBIC, Padding.REFLECTION, false, 2), x, beyond))
                .containsExactly(new double[] {third[2] + (19 * 32 - 3 * 16) / 32.0}, within(1e-12));
        assertThat(row(GridSampling.of(Mode.CUBIC, Padding.REFLECTION, true, 2), x, 1.25))
                .containsExactly(new double[] {third[2] + (19 * 16 - 3 * 48) / 32.0}, within(1e-12));
        assertThat(row(GridSampling.of(Mode.CUBIC, Padding.BORDER, false, 2), x, Double.NaN, 1e30, -1e30))
                .containsExactly(new double[] {0, 32, 0}, within(1e-12));
        assertThat(row(zeros, x, Double.NaN, 1e30)).containsExactly(0, 0);
    }

    @Test
    void cubicsHaveThreeDerivatives() {
        // Halfway between two elements the weights of the four have the derivatives (3, −21, 21, −3)/16, (3, −3, −3,
        // 3)/4 and
        // (−9, 15, −15, 9)/2; a step of g is 5/2 elements.
        double[] x = {0, 1, 8, 27, 64};
        GridSampling plain = GridSampling.of(Mode.CUBIC, Padding.ZEROS, false, 2);
        double g = -0.2;
        double slope = 2.5;
        assertThat(row(plain.derivative(0), x, g)[0])
                .isCloseTo(slope * (3 * 0 - 21 * 1 + 21 * 8 - 3 * 27) / 16, within(1e-12));
        assertThat(row(plain.derivative(0).derivative(0), x, g)[0])
                .isCloseTo(slope * slope * 0.75 * (0 - 1 - 8 + 27), within(1e-12));
        assertThat(row(plain.derivative(0).derivative(0).derivative(0), x, g)[0])
                .isCloseTo(slope * slope * slope * (-4.5 * 0 + 7.5 * 1 - 7.5 * 8 + 4.5 * 27), within(1e-12));
        assertThat(plain.derivative(0).derivative(0).derivative(0).hasDerivative(0))
                .isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> GridSampling.of(Mode.CUBIC, Padding.ZEROS, false, 3));
    }

    @Test
    void volumesHaveEightNeighbours() {
        GridSampling corners = GridSampling.of(Mode.LINEAR, Padding.ZEROS, true, 3);
        HostArray x = HostArray.of(DType.F64, Shape.of(1, 1, 2, 2, 2), 1, 2, 3, 4, 5, 6, 7, 8);
        // A quarter along the width, half along the height, three quarters along the depth: 1 + ¼ + ½·2 + ¾·4.
        HostArray grid = HostArray.of(DType.F64, Shape.of(1, 1, 1, 1, 3), -0.5, 0, 0.5);
        assertThat(run(new GridSample(corners), x, grid)).containsExactly(5.25);
        assertThat(run(new GridSample(corners.derivative(2)), x, grid)).containsExactly(2);
        HostArray dy = HostArray.of(DType.F64, Shape.of(1, 1, 1, 1, 1), 32);
        assertThat(run(new GridSampleInputGradient(corners, List.of(2L, 2L, 2L)), dy, grid))
                .containsExactly(3, 1, 3, 1, 9, 3, 9, 3);
        HostArray nearest = HostArray.of(DType.F64, Shape.of(1, 1, 1, 1, 3), 0.9, -0.9, 0.9);
        assertThat(run(new GridSample(GridSampling.of(Mode.NEAREST, Padding.ZEROS, true, 3)), x, nearest))
                .containsExactly(6);
    }
}
