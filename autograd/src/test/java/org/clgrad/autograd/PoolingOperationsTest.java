package org.clgrad.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.junit.jupiter.api.Test;

/** What is made of other operations, computed by hand, and what is refused. */
final class PoolingOperationsTest extends HostTest {
    private static Tensor counted(long... sizes) {
        Shape shape = Shape.of(sizes);
        double[] values = new double[(int) shape.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        return Tensor.of(DType.F32, shape, values);
    }

    @Test
    void blocksOfPixelsBecomeChannelsAndBack() {
        Tensor x = counted(2, 8, 2, 3);
        Tensor y = x.pixelShuffle(2);
        assertThat(y.shape()).isEqualTo(Shape.of(2, 2, 4, 6));
        // Row 1, column 2 of the first plane is row 0, column 1 of channel 1·2 + 0.
        assertThat(y.narrow(0, 0, 1).narrow(1, 0, 1).reshape(24).toDoubles()[1 * 6 + 2])
                .isEqualTo(2 * 6 + 1);
        assertThat(y.pixelUnshuffle(2).toDoubles()).containsExactly(x.toDoubles());
        assertThatThrownBy(() -> counted(1, 6, 2, 2).pixelShuffle(2))
                .isInstanceOf(MismatchException.class)
                .hasMessageContaining("a multiple of 4 channels");
        assertThatThrownBy(() -> counted(1, 1, 4, 3).pixelUnshuffle(2))
                .isInstanceOf(MismatchException.class)
                .hasMessageContaining("multiples of 2 rows and columns");
        assertThatThrownBy(() -> counted(4, 4).pixelShuffle(2)).isInstanceOf(MismatchException.class);
        assertThatIllegalArgumentException().isThrownBy(() -> x.pixelShuffle(0));
    }

    @Test
    void normsOfWindows() {
        Tensor x = Tensor.of(DType.F32, Shape.of(1, 1, 5), 3, -4, 1, 2, 6);
        int[] two = {2};
        assertThat(x.lpPool(2, two, two, false).toDoubles()[0]).isEqualTo(5);
        assertThat(x.lpPool(1, two, two, false).toDoubles()).containsExactly(-1, 3);
        // The last window has one element and counts as if it had two.
        assertThat(x.lpPool(1, two, two, true).toDoubles()).containsExactly(-1, 3, 12);
        assertThat(x.lpPool(3, two, two, false).toDoubles()[0]).isNaN();
        for (double p : new double[] {0, -1, Double.POSITIVE_INFINITY, Double.NaN}) {
            assertThatIllegalArgumentException().isThrownBy(() -> x.lpPool(p, two, two, false));
        }
    }

    @Test
    void factorsGiveSizesAndPositions() {
        Tensor x = counted(1, 1, 5);
        // ⌊5·1.5⌋ = 7; o/1.5 = 0, 0.67, 1.33, 2, 2.67, 3.33, 4, while o·5/7 would read 0, 0, 1, 2, 2, 3, 4.
        assertThat(x.interpolateBy(Interpolation.NEAREST, false, 1.5).toDoubles())
                .containsExactly(0, 0, 1, 2, 2, 3, 4);
        assertThat(x.interpolateBy(Interpolation.NEAREST, false, 0.3).shape()).isEqualTo(Shape.of(1, 1, 1));
        assertThatThrownBy(() -> x.interpolateBy(Interpolation.NEAREST, false, 0.1))
                .isInstanceOf(MismatchException.class);
        assertThatThrownBy(() -> x.interpolate(Interpolation.LINEAR, false, 3, 3, 3))
                .isInstanceOf(MismatchException.class)
                .hasMessageContaining("before 3 spatial ones");
        assertThatThrownBy(() -> x.interpolate(Interpolation.NEAREST, true, 3))
                .isInstanceOf(MismatchException.class)
                .hasMessageContaining("needs LINEAR or CUBIC");
        for (Interpolation mode : List.of(Interpolation.LINEAR, Interpolation.CUBIC)) {
            assertThatThrownBy(() -> x.interpolate(mode, true, 0))
                    .isInstanceOf(MismatchException.class)
                    .hasMessageContaining("sizes of at least 1, got 5 to 0");
            assertThatThrownBy(() -> x.interpolateBy(mode, true, 0.1)).isInstanceOf(MismatchException.class);
        }
    }
}
