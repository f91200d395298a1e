package org.clgrad.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.junit.jupiter.api.Test;

/** Scans, sorts and what depends on data, as tensors' methods, computed by hand. */
final class SortingTest extends HostTest {
    private static final double NAN = Double.NaN;

    private static Tensor matrix(double... values) {
        return Tensor.of(DType.F32, Shape.of(2, values.length / 2), values);
    }

    @Test
    void sumsAndProductsOnTheWay() {
        Tensor x = matrix(1, 2, 3, 4, 5, 6);
        assertThat(x.cumsum(-1).toDoubles()).containsExactly(1, 3, 6, 4, 9, 15);
        assertThat(x.cumprod(0).toDoubles()).containsExactly(1, 2, 3, 4, 10, 18);
        assertThat(Tensor.ofIntegers(2, 3, 4).cumprod(0).toLongs()).containsExactly(2, 6, 24);
        assertThat(x.gt(Tensors.full(2, 2, 3)).cumsum(1).dtype()).isEqualTo(DType.I64);
        assertThat(Tensors.zeros(0, 3).cumsum(0).shape()).isEqualTo(Shape.of(0, 3));
        assertThat(x.prod().item()).isEqualTo(720);
        assertThat(x.prod(true, 1).toDoubles()).containsExactly(6, 120);
        assertThat(Tensors.zeros(2, 0).prod(false, 1).toDoubles()).containsExactly(1, 1);
        assertThatIllegalArgumentException().isThrownBy(() -> x.cumsum(2));
    }

    @Test
    void gradientsOfProductsAreRightAtZeros() {
        Tensor x = Tensor.of(2, 0, 3).requiresGrad(true);
        x.cumprod(0).sum().backward();
        // y = x0, x0·x1, x0·x1·x2: dx1 = x0 + x0·x2
        assertThat(x.grad().orElseThrow().toDoubles()).containsExactly(1, 8, 0);
        x.zeroGrad();
        x.prod().backward();
        assertThat(x.grad().orElseThrow().toDoubles()).containsExactly(0, 6, 0);
        Tensor none = Tensors.zeros(2, 0).requiresGrad(true);
        none.prod(false, 1).sum().backward();
        assertThat(none.grad().orElseThrow().shape()).isEqualTo(Shape.of(2, 0));
    }

    @Test
    void keepsExtremesOnTheWay() {
        Tensor x = matrix(2, 5, 5, 1, 0.0, NAN, 7, NAN).requiresGrad(true);
        RunningExtremes largest = x.cummax(1);
        assertThat(largest.values().toDoubles()).containsExactly(2, 5, 5, 5, 0, NAN, NAN, NAN);
        assertThat(largest.indices().toLongs()).containsExactly(0, 1, 2, 2, 0, 1, 1, 3);
        largest.values().sum().backward();
        assertThat(x.grad().orElseThrow().toDoubles()).containsExactly(1, 1, 2, 0, 1, 2, 0, 1);
        assertThat(x.cummin(0).values().narrow(1, 0, 1).toDoubles()).containsExactly(2, 0);
        assertThat(Tensor.ofIntegers(3, 1, 1, 2).cummin(0).indices().toLongs()).containsExactly(0, 1, 2, 2);
        assertThat(Tensors.zeros(0, 2).cummax(0).values().shape()).isEqualTo(Shape.of(0, 2));
    }

    @Test
    void placesOfAllElementsTogether() {
        Tensor x = matrix(1, 7, 3, 7, -5, 6);
        assertThat(x.argmax().toLongs()).containsExactly(1);
        assertThat(x.argmin().toLongs()).containsExactly(4);
    }

    @Test
    void sortsAndSendsGradientsBack() {
        Tensor x = matrix(3, 1, 2, NAN, 5, 5).requiresGrad(true);
        Sorted up = x.sort(1, false);
        assertThat(up.values().toDoubles()).containsExactly(1, 2, 3, 5, 5, NAN);
        assertThat(up.indices().toLongs()).containsExactly(1, 2, 0, 1, 2, 0);
        assertThat(x.argsort(1, true).toLongs()).containsExactly(0, 2, 1, 0, 1, 2);
        up.values().mul(matrix(1, 2, 3, 4, 5, 6)).sum().backward();
        assertThat(x.grad().orElseThrow().toDoubles()).containsExactly(3, 1, 2, 6, 4, 5);
        assertThat(x.sort(0, false).values().toDoubles()).containsExactly(3, 1, 2, NAN, 5, 5);
    }

    @Test
    void takesTheLargestFew() {
        Tensor x = matrix(3, 9, 9, 4, 0, -2).requiresGrad(true);
        Sorted top = x.topk(2, -1, true);
        assertThat(top.values().toDoubles()).containsExactly(9, 9, 4, 0);
        assertThat(top.indices().toLongs()).containsExactly(1, 2, 0, 1);
        top.values().sum().backward();
        assertThat(x.grad().orElseThrow().toDoubles()).containsExactly(0, 1, 1, 1, 1, 0);
        assertThat(x.topk(1, 1, false).values().toDoubles()).containsExactly(3, -2);
        assertThat(x.topk(0, 1, false).values().shape()).isEqualTo(Shape.of(2, 0));
        x.zeroGrad();
        x.topk(0, 1, true).values().sum().backward();
        assertThat(x.grad().orElseThrow().toDoubles()).containsOnly(0);
        assertThatThrownBy(() -> x.topk(4, 1, true))
                .isInstanceOf(MismatchException.class)
                .hasMessageContaining("topk: k = 4 needs a number of elements that axis 1 has");
        assertThatThrownBy(() -> x.topk(-1, 1, true)).isInstanceOf(MismatchException.class);
    }

    @Test
    void findsWhatIsNotZero() {
        Tensor x = matrix(0, 2, 0, NAN, -0.0, 1);
        Tensor found = x.nonzero();
        assertThat(found.shape()).isEqualTo(Shape.of(3, 2));
        assertThat(found.toLongs()).containsExactly(0, 1, 1, 0, 1, 2);
        assertThat(Tensor.of(0, 3, 4).nonzero().toLongs()).containsExactly(1, 2);
        assertThat(Tensors.zeros(2, 3).nonzero().shape()).isEqualTo(Shape.of(0, 2));
        assertThat(Tensors.zeros(0, 3).nonzero().shape()).isEqualTo(Shape.of(0, 2));
        assertThat(Tensor.scalar(4).nonzero().shape()).isEqualTo(Shape.of(1, 0));
        assertThat(Tensor.scalar(0).nonzero().shape()).isEqualTo(Shape.of(0, 0));
        Tensor deep = Tensors.zeros(2, 3, 4);
        assertThat(deep.add(1).nonzero().narrow(0, 17, 1).toLongs()).containsExactly(1, 1, 1);
    }

    @Test
    void selectsByAMask() {
        Tensor x = matrix(1, 2, 3, 4, 5, 6).requiresGrad(true);
        Tensor mask = x.gt(Tensors.full(2.5, 2, 3));
        Tensor y = x.maskedSelect(mask);
        assertThat(y.toDoubles()).containsExactly(3, 4, 5, 6);
        y.mul(Tensor.of(1, 2, 3, 4)).sum().backward();
        assertThat(x.grad().orElseThrow().toDoubles()).containsExactly(0, 0, 1, 2, 3, 4);
        Tensor row = Tensor.of(1, 0, 1).gt(Tensors.zeros(3));
        assertThat(x.maskedSelect(row).toDoubles()).containsExactly(1, 3, 4, 6);
        x.zeroGrad();
        Tensor nothing = x.maskedSelect(x.gt(Tensors.full(9, 2, 3)));
        assertThat(nothing.shape()).isEqualTo(Shape.of(0));
        nothing.sum().backward();
        assertThat(x.grad().orElseThrow().toDoubles()).containsOnly(0);
        assertThatThrownBy(() -> x.maskedSelect(x))
                .isInstanceOf(MismatchException.class)
                .hasMessageContaining("masked_select: mask needs type bool");
        Tensor longer = Tensor.of(1, 1, 1, 1).gt(Tensors.zeros(4));
        assertThatThrownBy(() -> x.maskedSelect(longer)).isInstanceOf(MismatchException.class);
    }

    @Test
    void findsWhatDiffers() {
        Distinct distinct = matrix(3, 1, 3, 0, 1, -0.0).unique();
        assertThat(distinct.values().toDoubles()).containsExactly(0, 1, 3);
        assertThat(distinct.inverse().toLongs()).containsExactly(2, 1, 2, 0, 1, 0);
        assertThat(distinct.inverse().shape()).isEqualTo(Shape.of(2, 3));
        assertThat(distinct.counts().toLongs()).containsExactly(2, 2, 2);
        assertThat(matrix(3, 1, 3, 0, 1, -0.0)
                        .requiresGrad(true)
                        .unique()
                        .values()
                        .requiresGrad())
                .isFalse();
        assertThat(Tensors.zeros(0).unique().values().shape()).isEqualTo(Shape.of(0));
        assertThat(Tensor.scalar(5).unique().values().toDoubles()).containsExactly(5);
    }
}
