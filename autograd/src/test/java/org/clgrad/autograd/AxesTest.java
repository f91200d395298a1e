package org.clgrad.autograd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.UnaryOperator;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.junit.jupiter.api.Test;

/** Axes and places along them, as PyTorch names them: from the end, of scalars, and where there is nothing to do. */
final class AxesTest extends HostTest {
    private static Tensor matrix() {
        return Tensor.of(new double[] {1, 2, 3}, new double[] {4, 5, 6});
    }

    @Test
    void placesCountFromTheEnd() {
        assertThat(matrix().select(0, -1).toDoubles()).containsExactly(4, 5, 6);
        assertThat(matrix().select(-1, -3).toDoubles()).containsExactly(1, 4);
        assertThat(matrix().narrow(1, -2, 2).toDoubles()).containsExactly(2, 3, 5, 6);
        Tensor x = matrix().requiresGrad(true);
        x.narrow(1, -2, 1).sum().backward();
        assertThat(x.grad().orElseThrow().toDoubles()).containsExactly(0, 1, 0, 0, 1, 0);
    }

    @Test
    void anAxisThatIsNotOfSizeOneStays() {
        Tensor x = matrix();
        assertThat(x.squeeze(0)).isSameAs(x);
        assertThat(x.unsqueeze(1).squeeze(1).shape()).isEqualTo(Shape.of(2, 3));
    }

    @Test
    void sizesThatStay() {
        Tensor x = Tensor.of(1, 2).unsqueeze(1);
        assertThat(x.expand(-1, 3).toDoubles()).containsExactly(1, 1, 1, 2, 2, 2);
        assertThat(x.expand(2, -1, 2).shape()).isEqualTo(Shape.of(2, 2, 2));
        assertThat(x.expand(-1, -1)).isSameAs(x);
    }

    @Test
    void aScalarIsAVectorOfOne() {
        for (int axis : new int[] {0, -1}) {
            Tensor x = Tensor.scalar(3).requiresGrad(true);
            for (UnaryOperator<Tensor> same : List.<UnaryOperator<Tensor>>of(
                    y -> y.sum(false, axis),
                    y -> y.mean(true, axis),
                    y -> y.max(false, axis),
                    y -> y.prod(false, axis),
                    y -> y.logSumExp(false, axis),
                    y -> y.norm(2, false, axis),
                    y -> y.cumsum(axis),
                    y -> y.cumprod(axis),
                    y -> y.cummax(axis).values(),
                    y -> y.sort(axis, true).values(),
                    y -> y.topk(1, axis, true).values())) {
                Tensor y = same.apply(x);
                assertThat(y.shape()).isEqualTo(Shape.scalar());
                assertThat(y.item()).isEqualTo(3);
                assertThat(Gradients.of(y, List.of(x), false).get(0).item()).isEqualTo(1);
            }
            assertThat(x.softmax(axis).item()).isEqualTo(1);
            assertThat(x.logSoftmax(axis).item()).isZero();
            assertThat(x.argmax(axis, true).item()).isZero();
            assertThat(x.argmin(axis, false).shape()).isEqualTo(Shape.scalar());
            assertThat(x.argsort(axis, false).item()).isZero();
            assertThat(x.cummin(axis).indices().item()).isZero();
            assertThat(x.sort(axis, false).indices().dtype()).isEqualTo(DType.I64);
        }
    }
}
