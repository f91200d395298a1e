package org.clgrad.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.junit.jupiter.api.Test;

/** Operations that are made of others, with values worked out by hand. */
final class CompositionsTest extends HostTest {
    private static final double INF = Double.POSITIVE_INFINITY;

    private static Tensor matrix(double[]... rows) {
        return Tensor.of(rows);
    }

    // ---- Reductions

    @Test
    void varianceByItsCorrection() {
        Tensor x = matrix(new double[] {1, 3}, new double[] {2, 8});
        assertThat(x.variance(1, false, 1).toDoubles()).containsExactly(2, 18);
        assertThat(x.variance(0, true, 1).shape()).isEqualTo(Shape.of(2, 1));
        assertThat(x.variance(0, false).item()).isEqualTo((6.25 + 0.25 + 2.25 + 20.25) / 4);
        assertThat(x.deviation(0, false, 1).toDoubles()).containsExactly(1, 3);
        assertThat(Tensor.of(5).variance(1, false).item()).isNaN();
    }

    @Test
    void norms() {
        Tensor x = matrix(new double[] {3, -4}, new double[] {0, 0}).requiresGrad(true);
        assertThat(x.norm(2, false, 1).toDoubles()).containsExactly(5, 0);
        assertThat(x.norm(1, false, 1).toDoubles()).containsExactly(7, 0);
        assertThat(x.norm(3, false, 1).toDoubles()).containsExactly(new double[] {Math.cbrt(91), 0}, within(1e-5));
        assertThat(x.norm(0, false, 1).toDoubles()).containsExactly(2, 0);
        assertThat(x.norm(INF, false, 1).toDoubles()).containsExactly(4, 0);
        assertThat(x.norm(-INF, false, 1).toDoubles()).containsExactly(3, 0);
        Tensor gradient =
                Gradients.of(x.norm(2, false, 1).sum(), List.of(x), false).get(0);
        assertThat(gradient.toDoubles()).containsExactly(new double[] {0.6, -0.8, 0, 0}, within(1e-6));
    }

    @Test
    void logarithmsOfSumsDoNotOverflow() {
        double ln2 = Math.log(2);
        Tensor x = matrix(new double[] {1000, 1000}, new double[] {-INF, -INF}, new double[] {INF, 1});
        assertThat(x.logSumExp(false, 1).toDoubles())
                .containsExactly(new double[] {1000 + ln2, -INF, INF}, within(1e-4));
        assertThat(x.logSumExp(true, 1).shape()).isEqualTo(Shape.of(3, 1));
        assertThat(Tensors.zeros(2, 0).logSumExp(false, 1).toDoubles()).containsExactly(-INF, -INF);
    }

    @Test
    void anyAndAll() {
        Tensor x = matrix(new double[] {0, 0}, new double[] {0, 2}, new double[] {1, Double.NaN});
        assertThat(x.any(false, 1).toDoubles()).containsExactly(0, 1, 1);
        assertThat(x.all(false, 1).toDoubles()).containsExactly(0, 0, 1);
        assertThat(x.any(false, 1).dtype()).isEqualTo(DType.BOOL);
        assertThat(Tensors.zeros(2, 0).any(false, 1).toDoubles()).containsExactly(0, 0);
        assertThat(Tensors.zeros(2, 0).all(false, 1).toDoubles()).containsExactly(1, 1);
    }

    // ---- Shapes

    @Test
    void partsOfAnAxis() {
        Tensor x = Tensor.of(0, 1, 2, 3, 4);
        assertThat(x.split(0, 2)).extracting(part -> part.shape().elements()).containsExactly(2L, 2L, 1L);
        assertThat(x.split(0, 1, 4).get(1).toDoubles()).containsExactly(1, 2, 3, 4);
        assertThat(x.chunk(0, 3)).extracting(part -> part.toDoubles()[0]).containsExactly(0.0, 2.0, 4.0);
        assertThat(x.chunk(0, 4)).hasSize(3);
        assertThatThrownBy(() -> x.split(0, 1, 2))
                .isInstanceOf(MismatchException.class)
                .hasMessageContaining("split: axis 0 of [5] needs sizes that add up to it, got [1, 2]");
    }

    @Test
    void rolledTiledAndStacked() {
        Tensor x = matrix(new double[] {1, 2, 3}, new double[] {4, 5, 6});
        assertThat(x.roll(1, 1).toDoubles()).containsExactly(3, 1, 2, 6, 4, 5);
        assertThat(x.roll(0, -3).toDoubles()).containsExactly(4, 5, 6, 1, 2, 3);
        assertThat(x.tile(2).toDoubles()).containsExactly(1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6);
        assertThat(x.tile(2, 1, 1).shape()).isEqualTo(Shape.of(2, 2, 3));
        assertThat(x.tile(0, 1).shape()).isEqualTo(Shape.of(0, 3));
        Tensor stacked = TensorShapes.stack(-1, Tensor.of(1, 2), Tensor.of(3, 4));
        assertThat(stacked.toDoubles()).containsExactly(1, 3, 2, 4);
        assertThat(TensorShapes.stack(0, Tensor.of(1, 2), Tensor.of(3, 4)).toDoubles())
                .containsExactly(1, 2, 3, 4);
    }

    @Test
    void trianglesOfMatrices() {
        Tensor x = matrix(new double[] {1, 2, 3}, new double[] {4, 5, 6});
        assertThat(x.tril(0).toDoubles()).containsExactly(1, 0, 0, 4, 5, 0);
        assertThat(x.tril(1).toDoubles()).containsExactly(1, 2, 0, 4, 5, 6);
        assertThat(x.triu(0).toDoubles()).containsExactly(1, 2, 3, 0, 5, 6);
        assertThat(x.triu(-1).toDoubles()).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void linesAndOnes() {
        assertThat(Tensors.arange(host, DType.F32, 1, 2, 0.5).toDoubles()).containsExactly(1, 1.5);
        assertThat(Tensors.arange(host, DType.I32, 5, 0, -2).toLongs()).containsExactly(5, 3, 1);
        assertThat(Tensors.linspace(host, DType.F32, -1, 1, 5).toDoubles()).containsExactly(-1, -0.5, 0, 0.5, 1);
        // Counted from the first, the last of these is 0.9999999999999999.
        double[] fifty = Tensors.linspace(host, DType.F64, 0, 1, 50).toDoubles();
        assertThat(fifty[49]).isEqualTo(1);
        assertThat(fifty[24]).isEqualTo(24 / 49.0);
        assertThat(fifty[25]).isEqualTo(1 - 24 / 49.0);
        assertThat(Tensors.linspace(host, DType.F32, 3, 5, 1).toDoubles()).containsExactly(3);
        assertThat(Tensors.linspace(host, DType.F32, 3, 5, 2).toDoubles()).containsExactly(3, 5);
        assertThat(Tensors.linspace(host, DType.F32, 3, 5, 0).shape()).isEqualTo(Shape.of(0));
        assertThat(Tensors.eye(host, DType.F32, 2, 3).toDoubles()).containsExactly(1, 0, 0, 0, 1, 0);
    }
}
