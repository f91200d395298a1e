package org.clgrad.engine.routine.resize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.junit.jupiter.api.Test;

/** The references of resizing against cases worked out by hand. */
final class ResizeReferenceTest {
    private static final Offset<Double> CLOSE = within(1e-12);

    private static double[] run(Routine routine, long[] shape, double... x) {
        long[] all = new long[shape.length + 1];
        all[0] = 1;
        System.arraycopy(shape, 0, all, 1, shape.length);
        HostArray in = HostArray.of(DType.F64, Shape.of(all), x);
        HostArray out = HostArray.zeros(routine.infer(List.of(in.spec())).get(0));
        routine.onHost(HostExec.sequential(), new Args(List.of(in), List.of(out)));
        return out.doubles();
    }

    private static double[] run(Resize.Weights weights, ResizeAxis axis, double... x) {
        return run(new Resize(weights, List.of(axis)), new long[] {x.length}, x);
    }

    @Test
    void nearestRoundsDownAndNearestExactToTheCentre() {
        Ratio ratio = new Ratio(3, 5);
        // o·3/5 = 0, 0.6, 1.2, 1.8, 2.4; (o + ½)·3/5 = 0.3, 0.9, 1.5, 2.1, 2.7.
        assertThat(run(Resize.Weights.ONE, ResizeAxis.floor(3, 5, ratio), 7, 8, 9))
                .containsExactly(7, 7, 8, 8, 9);
        assertThat(run(Resize.Weights.ONE, ResizeAxis.centre(3, 5, ratio), 7, 8, 9))
                .containsExactly(7, 7, 8, 9, 9);
    }

    @Test
    void linesAreDrawnBetweenCentresOrCorners() {
        // (o + ½)/2 − ½ = −¼, ¼, ¾, 1¼: the ends repeat.
        assertThat(run(Resize.Weights.LINEAR, ResizeAxis.halfPixel(2, 4, new Ratio(2, 4)), 0, 4))
                .containsExactly(0, 1, 3, 4);
        assertThat(run(Resize.Weights.LINEAR, ResizeAxis.corners(2, 4), 0, 3))
                .containsExactly(new double[] {0, 1, 2, 3}, CLOSE);
        assertThat(run(Resize.Weights.LINEAR, ResizeAxis.corners(3, 1), 5, 6, 7))
                .containsExactly(5);
    }

    @Test
    void cubicConvolutionHasTheWeightsOfItsPolynomial() {
        // At f = ½: −3/32, 19/32, 19/32, −3/32; the tap beyond the end is the end again.
        ResizeAxis middle = new ResizeAxis(4, 2, 2, 1, 2);
        assertThat(run(Resize.Weights.CUBIC, middle, 32, 0, 0, 64))
                .containsExactly(new double[] {-3 + 19, -3 - 6}, CLOSE);
    }

    @Test
    void planesAreResizedAxisByAxis() {
        Resize bilinear =
                new Resize(Resize.Weights.LINEAR, List.of(ResizeAxis.corners(2, 3), ResizeAxis.corners(2, 3)));
        assertThat(run(bilinear, new long[] {2, 2}, 0, 2, 4, 6)).containsExactly(0, 1, 2, 2, 3, 4, 4, 5, 6);
        Resize trilinear = new Resize(
                Resize.Weights.LINEAR,
                List.of(ResizeAxis.corners(2, 3), ResizeAxis.corners(1, 1), ResizeAxis.corners(1, 2)));
        assertThat(run(trilinear, new long[] {2, 1, 1}, 1, 3)).containsExactly(1, 1, 2, 2, 3, 3);
    }

    @Test
    void theGradientGivesEachTapItsWeight() {
        ResizeAxis axis = ResizeAxis.halfPixel(2, 4, new Ratio(2, 4));
        assertThat(run(new ResizeBackward(Resize.Weights.LINEAR, List.of(axis)), new long[] {4}, 1, 10, 100, 1000))
                .containsExactly(1 + 7.5 + 25, 2.5 + 75 + 1000);
        ResizeAxis floor = ResizeAxis.floor(3, 5, new Ratio(3, 5));
        assertThat(run(new ResizeBackward(Resize.Weights.ONE, List.of(floor)), new long[] {5}, 1, 2, 4, 8, 16))
                .containsExactly(3, 12, 16);
    }

    @Test
    void scalesBecomeTheFractionsThatWereMeant() {
        assertThat(Ratio.of(0.3)).isEqualTo(new Ratio(3, 10));
        assertThat(Ratio.of(2)).isEqualTo(new Ratio(2, 1));
        assertThat(Ratio.of(1.0 / 3)).isEqualTo(new Ratio(1, 3));
        assertThat(Ratio.of(6).inverse()).isEqualTo(new Ratio(1, 6));
        Ratio pi = Ratio.of(Math.PI);
        assertThat(Math.abs((double) pi.numerator() / pi.denominator() - Math.PI))
                .isLessThan(0x1p-36);
        for (double wrong : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY, 0x1p-21}) {
            assertThatIllegalArgumentException().isThrownBy(() -> Ratio.of(wrong));
        }
        assertThat(Arrays.asList(Ratio.of(0x1p19).numerator(), Ratio.of(0x1p19).denominator()))
                .containsExactly(1L << 19, 1L);
    }
}
