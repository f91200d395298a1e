package org.clgrad.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.junit.jupiter.api.Test;

/** Convolutions of tensors with results worked out by hand. */
final class ConvolutionTest extends HostTest {
    private static final int[] ONE = {1};
    private static final int[] TWO = {2};
    private static final int[] NONE = {0};

    private static Tensor sequence(double... values) {
        return Tensor.of(DType.F32, Shape.of(1, 1, values.length), values);
    }

    @Test
    void paddingIsForAllAxesForEachOrForEachSide() {
        Tensor x = Tensor.of(DType.F32, Shape.of(1, 1, 2, 3), 1, 2, 3, 4, 5, 6);
        Tensor w = Tensor.of(DType.F32, Shape.of(1, 1, 1, 2), 1, 10);
        assertThat(x.conv2d(w, null, ONE, NONE, ONE, 1).toDoubles()).containsExactly(21, 32, 54, 65);
        assertThat(x.conv2d(w, null, ONE, new int[] {0, 1}, ONE, 1).toDoubles())
                .containsExactly(10, 21, 32, 3, 40, 54, 65, 6);
        assertThat(x.conv2d(w, null, ONE, new int[] {0, 1, 0, 0}, ONE, 1).toDoubles())
                .containsExactly(10, 21, 32, 40, 54, 65);
        assertThat(x.conv2d(w, null, ONE, TensorConvolutions.samePadding(w, 1), ONE, 1)
                        .toDoubles())
                .containsExactly(21, 32, 3, 54, 65, 6);
        assertThatThrownBy(() -> x.conv2d(w, null, ONE, new int[] {1, 2, 3}, ONE, 1))
                .isInstanceOf(MismatchException.class)
                .hasMessageContaining("padding");
    }

    @Test
    void aTransposedConvolutionMayBeLongerThanItsWindows() {
        Tensor x = sequence(1, 2, 3);
        Tensor w = sequence(1, 10, 100);
        assertThat(x.convTranspose1d(w, null, TWO, NONE, NONE, 1, ONE).toDoubles())
                .containsExactly(1, 10, 102, 20, 203, 30, 300);
        assertThat(x.convTranspose1d(w, Tensor.of(0.5), TWO, ONE, ONE, 1, ONE).toDoubles())
                .containsExactly(10.5, 102.5, 20.5, 203.5, 30.5, 300.5);
        // Less than the dilation is enough, as in PyTorch.
        assertThat(x.convTranspose1d(sequence(1, 10), null, ONE, NONE, new int[] {2}, 1, new int[] {3})
                        .toDoubles())
                .containsExactly(1, 2, 3, 10, 20, 30, 0, 0);
        assertThatThrownBy(() -> x.convTranspose1d(w, null, TWO, NONE, TWO, 1, ONE))
                .isInstanceOf(MismatchException.class)
                .hasMessageContaining("less than the stride or the dilation");
        assertThatThrownBy(() -> x.convTranspose2d(w, null, TWO, NONE, NONE, 1, ONE))
                .isInstanceOf(MismatchException.class)
                .hasMessageContaining("conv_transpose2d: weight needs 4 axes");
        assertThatThrownBy(() -> sequence(1).convTranspose1d(sequence(1), null, ONE, ONE, NONE, 1, ONE))
                .isInstanceOf(MismatchException.class)
                .hasMessageContaining("an output of at least 1");
    }

    @Test
    void groupsOfATransposedConvolutionSpreadOverTheirOwnChannels() {
        Tensor x = Tensor.of(DType.F32, Shape.of(1, 2, 1), 2, 3);
        Tensor w = Tensor.of(DType.F32, Shape.of(2, 2, 2), 1, 10, 100, 1000, 1, 10, 100, 1000);
        Tensor y = x.convTranspose1d(w, null, ONE, NONE, NONE, 2, ONE);
        assertThat(y.shape()).isEqualTo(Shape.of(1, 4, 2));
        assertThat(y.toDoubles()).containsExactly(2, 20, 200, 2000, 3, 30, 300, 3000);
    }

    @Test
    void blocksAreColumns() {
        Tensor x = Tensor.of(DType.F32, Shape.of(1, 2, 2, 3), 1, 2, 3, 4, 5, 6, 10, 20, 30, 40, 50, 60);
        Tensor y = x.unfold(TWO, ONE, NONE, ONE);
        assertThat(y.shape()).isEqualTo(Shape.of(1, 8, 2));
        assertThat(y.toDoubles()).containsExactly(1, 2, 2, 3, 4, 5, 5, 6, 10, 20, 20, 30, 40, 50, 50, 60);
        Tensor padded = sequence(1, 2, 3).unfold(TWO, TWO, ONE, TWO);
        assertThat(padded.shape()).isEqualTo(Shape.of(1, 2, 2));
        assertThat(padded.toDoubles()).containsExactly(0, 2, 2, 0);
        assertThatThrownBy(() -> sequence(1, 2).unfold(new int[] {0}, ONE, NONE, ONE))
                .isInstanceOf(MismatchException.class)
                .hasMessageContaining("unfold: kernel needs 1 or more along each axis, got 0");
        assertThatThrownBy(() -> sequence(1, 2).unfold(new int[] {3}, ONE, NONE, ONE))
                .isInstanceOf(MismatchException.class)
                .hasMessageContaining("unfold: input [1,1,2] needs as large as a window of 3");
    }

    @Test
    void blocksAddUpWhereTheyOverlap() {
        Tensor x = Tensor.of(DType.F32, Shape.of(1, 4, 2), 1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(x.fold(new int[] {2, 3}, TWO, ONE, NONE, ONE).toDoubles()).containsExactly(1, 5, 4, 5, 13, 8);
        // Every second place is in the middle of a block, which covers those beside it as well; the ends lie in the
        // padding.
        Tensor blocks = Tensor.of(DType.F32, Shape.of(1, 3, 2), 1, 2, 10, 20, 100, 200);
        assertThat(blocks.fold(new int[] {4}, new int[] {3}, ONE, ONE, TWO).toDoubles())
                .containsExactly(10, 102, 20, 200);
        assertThatThrownBy(() -> x.fold(new int[] {3, 3}, TWO, ONE, NONE, ONE))
                .isInstanceOf(MismatchException.class)
                .hasMessageContaining("needs 2×2 blocks");
    }

    @Test
    void volumesAreConvolvedInThreeDirections() {
        Tensor x = Tensor.of(DType.F32, Shape.of(1, 1, 2, 1, 2), 1, 2, 3, 4);
        Tensor w = Tensor.of(DType.F32, Shape.of(1, 1, 2, 1, 1), 1, 10);
        assertThat(x.conv3d(w, null, ONE, NONE, ONE, 1).toDoubles()).containsExactly(31, 42);
        assertThat(x.convTranspose3d(w, null, ONE, NONE, NONE, 1, ONE).toDoubles())
                .containsExactly(1, 2, 13, 24, 30, 40);
    }
}
