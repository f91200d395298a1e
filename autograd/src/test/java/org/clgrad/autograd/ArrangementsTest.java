package org.clgrad.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.junit.jupiter.api.Test;

/** Elements turned round, repeated and put around one another, worked out by hand. */
final class ArrangementsTest extends HostTest {
    private static Tensor counted(long... sizes) {
        Shape shape = Shape.of(sizes);
        return Tensor.of(
                DType.F32,
                shape,
                LongStream.range(0, shape.elements()).asDoubleStream().toArray());
    }

    @Test
    void axesGoBackwardsWithoutACopy() {
        Tensor x = counted(2, 3);
        assertThat(x.flip(1).toDoubles()).containsExactly(2, 1, 0, 5, 4, 3);
        assertThat(x.flip(0, -1).toDoubles()).containsExactly(5, 4, 3, 2, 1, 0);
        assertThat(x.fliplr().toDoubles()).isEqualTo(x.flip(1).toDoubles());
        assertThat(x.flipud().toDoubles()).containsExactly(3, 4, 5, 0, 1, 2);
        assertThat(x.flip().toDoubles()).isEqualTo(x.toDoubles());
        assertThat(x.flip(1).data().storage()).isSameAs(x.data().storage());
        assertThat(x.flip(0).flip(0).data()).isEqualTo(x.data());
        assertThat(counted(0, 3).flip(0, 1).shape()).isEqualTo(Shape.of(0, 3));
        assertThatThrownBy(() -> x.flip(1, -1))
                .isInstanceOf(MismatchException.class)
                .hasMessageContaining("different ones");
    }

    @Test
    void viewsOfViewsThatGoBackwards() {
        Tensor x = counted(3, 4).flip(0, 1);
        assertThat(x.reshape(2, 6).data().storage()).isSameAs(x.data().storage());
        assertThat(x.reshape(6, 2).select(0, 0).toDoubles()).containsExactly(11, 10);
        assertThat(x.t().narrow(0, 1, 2).toDoubles()).containsExactly(10, 6, 2, 9, 5, 1);
        assertThat(x.slice(1, 0, 4, 2).flip(1).toDoubles()).containsExactly(9, 11, 5, 7, 1, 3);
        x.narrow(0, 0, 1).fillInPlace(-1);
        assertThat(x.flip(0, 1).toDoubles()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, -1, -1, -1, -1);
    }

    @Test
    void slicesBackwardsFollowPython() {
        Tensor x = counted(7);
        assertThat(x.slice(0, 6, 0, -1).toDoubles()).containsExactly(6, 5, 4, 3, 2, 1);
        assertThat(x.slice(0, -1, -8, -1).toDoubles()).containsExactly(6, 5, 4, 3, 2, 1, 0);
        assertThat(x.slice(0, 100, -100, -3).toDoubles()).containsExactly(6, 3, 0);
        assertThat(x.slice(0, -2, 1, -2).toDoubles()).containsExactly(5, 3);
        assertThat(x.slice(0, 1, 4, -1).shape()).isEqualTo(Shape.of(0));
        assertThat(x.slice(0, -100, -100, -1).shape()).isEqualTo(Shape.of(0));
        assertThat(x.slice(0, 6, -8, Long.MIN_VALUE).toDoubles()).containsExactly(6);
        assertThat(x.slice(0, 0, 7, Long.MAX_VALUE).toDoubles()).containsExactly(0);
    }

    @Test
    void shapes() {
        Tensor x = counted(2, 1, 3);
        assertThat(x.squeeze().shape()).isEqualTo(Shape.of(2, 3));
        assertThat(x.flatten(0, 1).shape()).isEqualTo(Shape.of(2, 3));
        assertThat(x.flatten(1, -1).shape()).isEqualTo(Shape.of(2, 3));
        assertThat(Tensor.scalar(3).flatten(0, -1).shape()).isEqualTo(Shape.of(1));
        assertThatThrownBy(() -> x.flatten(2, 1)).isInstanceOf(MismatchException.class);
        assertThat(x.view(3, -1).data().storage()).isSameAs(x.data().storage());
        assertThatThrownBy(() -> x.squeeze().t().view(6))
                .isInstanceOf(MismatchException.class)
                .hasMessageContaining("reshape copies");
        assertThat(x.squeeze().roll(new int[] {0, 1}, new long[] {1, -1}).toDoubles())
                .containsExactly(4, 5, 3, 1, 2, 0);
        assertThatThrownBy(() -> x.roll(new int[] {0}, new long[] {1, 2})).isInstanceOf(MismatchException.class);
    }

    @Test
    void rightAngles() {
        Tensor x = counted(2, 2);
        assertThat(x.rot90(1, 0, 1).toDoubles()).containsExactly(1, 3, 0, 2);
        assertThat(x.rot90(2, 0, 1).toDoubles()).containsExactly(3, 2, 1, 0);
        assertThat(x.rot90(-1, 0, 1).toDoubles()).containsExactly(2, 0, 3, 1);
        assertThat(x.rot90(1, 1, 0).toDoubles()).containsExactly(2, 0, 3, 1);
        assertThat(x.rot90(4, 0, 1)).isSameAs(x);
        assertThatThrownBy(() -> x.rot90(1, 1, -1)).isInstanceOf(MismatchException.class);
    }

    @Test
    void copies() {
        Tensor x = counted(2, 2);
        assertThat(x.repeat(1, 2).toDoubles()).containsExactly(0, 1, 0, 1, 2, 3, 2, 3);
        assertThat(x.repeat(2, 1, 1).shape()).isEqualTo(Shape.of(2, 2, 2));
        assertThatThrownBy(() -> x.repeat(2)).isInstanceOf(MismatchException.class);
        assertThat(x.repeatInterleave(1, 2).toDoubles()).containsExactly(0, 0, 1, 1, 2, 2, 3, 3);
        assertThat(x.repeatInterleave(-2, 2).toDoubles()).containsExactly(0, 1, 0, 1, 2, 3, 2, 3);
        assertThat(x.repeatInterleave(0, 0).shape()).isEqualTo(Shape.of(0, 2));
        assertThatThrownBy(() -> x.repeatInterleave(0, -1)).isInstanceOf(MismatchException.class);
    }

    @Test
    void grids() {
        Tensor[] grids = TensorArrangements.meshgrid(Tensor.of(1, 2), Tensor.ofIntegers(3, 4, 5));
        assertThat(grids[0].toDoubles()).containsExactly(1, 1, 1, 2, 2, 2);
        assertThat(grids[1].toLongs()).containsExactly(3, 4, 5, 3, 4, 5);
        assertThatThrownBy(() -> TensorArrangements.meshgrid(counted(2, 2))).isInstanceOf(MismatchException.class);
    }

    @Test
    void paddingOfAnyAxes() {
        Tensor x = counted(2, 2, 1, 1, 1);
        // The first axis is none of the last three, so the axes change places and back.
        assertThat(x.pad(new long[] {1, 0, 0, 0, 0}, new long[5], PaddingMode.REFLECT)
                        .toDoubles())
                .containsExactly(2, 3, 0, 1, 2, 3);
        assertThat(x.pad(new long[] {0, 1, 0, 0, 0}, new long[] {0, 0, 0, 0, 1}, PaddingMode.REPLICATE)
                        .toDoubles())
                .containsExactly(0, 0, 0, 0, 1, 1, 2, 2, 2, 2, 3, 3);
        assertThat(x.pad(new long[5], new long[] {1, 1, 1, 1, 0}, PaddingMode.REPLICATE)
                        .shape())
                .isEqualTo(Shape.of(3, 3, 2, 2, 1));
        assertThat(counted(3)
                        .pad(new long[] {1}, new long[] {-2}, PaddingMode.ZEROS)
                        .toDoubles())
                .containsExactly(0, 0);
        assertThat(Tensor.ofIntegers(1, 2, 3)
                        .pad(new long[] {0}, new long[] {2}, PaddingMode.CIRCULAR)
                        .toLongs())
                .containsExactly(1, 2, 3, 1, 2);
        assertThatThrownBy(() -> x.pad(new long[1], new long[1], PaddingMode.REFLECT))
                .isInstanceOf(MismatchException.class)
                .hasMessageContaining("a number for each axis");
    }
}
