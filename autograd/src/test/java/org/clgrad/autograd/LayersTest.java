package org.clgrad.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.junit.jupiter.api.Test;

/** Values computed by hand of what layers and shapes are made of. */
final class LayersTest extends HostTest {
    private static Tensor counted(long... sizes) {
        Shape shape = Shape.of(sizes);
        double[] values = new double[(int) shape.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        return Tensor.of(DType.F32, shape, values);
    }

    @Test
    void slicesFollowPython() {
        Tensor x = counted(7);
        assertThat(x.slice(0, 1, 6, 2).toDoubles()).containsExactly(1, 3, 5);
        assertThat(x.slice(0, -3, 100, 1).toDoubles()).containsExactly(4, 5, 6);
        assertThat(x.slice(0, -100, -1, 5).toDoubles()).containsExactly(0, 5);
        assertThat(x.slice(0, 5, 2, 1).shape()).isEqualTo(Shape.of(0));
        assertThat(counted(3, 4).slice(-1, 3, 4, 9).toDoubles()).containsExactly(3, 7, 11);
    }

    @Test
    void slicesAreViews() {
        Tensor x = counted(4, 6);
        Tensor y = x.slice(0, 1, 4, 2).slice(1, 0, 6, 3);
        assertThat(y.data().storage()).isSameAs(x.data().storage());
        assertThat(y.toDoubles()).containsExactly(6, 9, 18, 21);
    }

    @Test
    void stepsThatStandStillAreRefused() {
        assertThatThrownBy(() -> counted(7).slice(0, 6, 0, 0))
                .isInstanceOf(MismatchException.class)
                .hasMessageContaining("step 0");
        assertThatThrownBy(() -> counted(7).narrow(0, 5, 3)).isInstanceOf(MismatchException.class);
        assertThatThrownBy(() -> counted(7).narrow(0, 7, 1)).isInstanceOf(MismatchException.class);
    }

    @Test
    void paddingPutsAroundAndTakesAway() {
        Tensor y = counted(2, 3).pad(new long[] {1, -1}, new long[] {0, 1}, 9);
        assertThat(y.shape()).isEqualTo(Shape.of(3, 3));
        assertThat(y.toDoubles()).containsExactly(9, 9, 9, 1, 2, 9, 4, 5, 9);
        assertThatThrownBy(() -> counted(2).pad(new long[] {-2}, new long[] {-1}, 0))
                .isInstanceOf(MismatchException.class);
        assertThatThrownBy(() -> counted(2).pad(new long[] {1, 1}, new long[] {1}, 0))
                .isInstanceOf(MismatchException.class)
                .hasMessageContaining("a number for each axis");
    }

    @Test
    void adaptiveWindowsOverlapWhereTheyDoNotDivide() {
        Tensor x = counted(1, 1, 5, 4);
        // Rows 0-2 and 2-4, columns 0-1, 1-2 and 2-3.
        assertThat(x.adaptiveAvgPool(2, 3).toDoubles()).containsExactly(4.5, 5.5, 6.5, 12.5, 13.5, 14.5);
        assertThat(x.adaptiveAvgPool(5, 2).toDoubles())
                .containsExactly(0.5, 2.5, 4.5, 6.5, 8.5, 10.5, 12.5, 14.5, 16.5, 18.5);
        assertThat(x.adaptiveAvgPool(1, 1).toDoubles()).containsExactly(9.5);
        assertThat(x.adaptiveAvgPool(1, 1).shape()).isEqualTo(Shape.of(1, 1, 1, 1));
    }

    @Test
    void batchNormKeepsMovingAverages() {
        Tensor x = Tensor.of(DType.F32, Shape.of(2, 2, 2), 1, 3, 10, 10, 5, 7, 10, 10);
        Tensor mean = Tensor.of(0, 5);
        Tensor variance = Tensor.of(1, 1);
        RunningMoments running = new RunningMoments(mean, variance, 0.25);
        double[] y = x.batchNorm(Tensor.of(2, 2), Tensor.of(1, 1), 0, running).toDoubles();
        // Channel 0: mean 4, variance 5 by n, 20/3 by n − 1; channel 1 does not vary, and 0/0 is not a number.
        assertThat(y[0]).isCloseTo(1 - 6 / Math.sqrt(5), within(1e-6));
        assertThat(y[5]).isCloseTo(1 + 6 / Math.sqrt(5), within(1e-6));
        assertThat(y[2]).isNaN();
        assertThat(mean.toDoubles()).containsExactly(1, 6.25);
        assertThat(variance.toDoubles()[0]).isCloseTo(0.75 + 0.25 * 20 / 3, within(1e-6));
        assertThat(variance.toDoubles()[1]).isEqualTo(0.75);
    }

    @Test
    void oneElementOfAChannelIsNothingToTrainOn() {
        RunningMoments running = new RunningMoments(Tensor.of(0, 0), Tensor.of(1, 1), 0.1);
        assertThatThrownBy(() -> counted(1, 2).batchNorm(Tensor.of(1, 1), Tensor.of(0, 0), 1e-5, running))
                .isInstanceOf(MismatchException.class)
                .hasMessageContaining("more than one element of each channel");
        assertThat(running.mean().toDoubles()).containsExactly(0, 0);
    }

    @Test
    void normalisingTakesTheMomentsItIsGiven() {
        Tensor y = counted(1, 2, 2).normalise(Tensor.of(1, 2), Tensor.of(3, 0), Tensor.of(2, 3), Tensor.of(10, 20), 1);
        assertThat(y.toDoubles()).containsExactly(9, 10, 20, 23);
    }
}
