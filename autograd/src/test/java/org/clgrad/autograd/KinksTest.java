package org.clgrad.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.UnaryOperator;
import org.assertj.core.data.Offset;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.junit.jupiter.api.Test;

/** Values and gradients at corners, at zeros, at ties and of NaN, where differences say nothing: PyTorch's. */
final class KinksTest extends HostTest {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double NAN = Double.NaN;
    private static final Offset<Double> CLOSE = within(1e-12);
    /** PyTorch's, a float. */
    private static final double LEAST_WIDTH = 1e-12f;

    private static Tensor vector(double... values) {
        return Tensor.of(DType.F64, Shape.of(values.length), values);
    }

    private static double[] gradient(UnaryOperator<Tensor> function, double... at) {
        Tensor x = vector(at).requiresGrad(true);
        return Gradients.of(function.apply(x).sum(), List.of(x), false).get(0).toDoubles();
    }

    @Test
    void whereBoundsCrossTheUpperOneCounts() {
        double[] at = {0, 1, 3, 5, 7, NAN};
        Tensor x = vector(at);
        Tensor both = x.clamp(vector(5).expand(x.shape()), vector(1).expand(x.shape()));
        assertThat(both.toDoubles()).containsExactly(1, 1, 1, 1, 1, NAN);
        assertThat(x.clamp(5, 1).toDoubles()).containsExactly(both.toDoubles());
        assertThat(x.copy().clampInPlace(5, 1).toDoubles()).containsExactly(both.toDoubles());
        assertThat(gradient(y -> y.clamp(5, 1), 0, 1, 3, 5, 7)).containsOnly(0);
        assertThat(gradient(y -> y.clamp(1, 5), 0, 1, 3, 5, 7)).containsExactly(0, 1, 1, 1, 0);
        assertThatThrownBy(() -> x.hardTanh(5, 1))
                .isInstanceOf(MismatchException.class)
                .hasMessage("hardtanh: low 5.0 needs high that is not below, got 1.0");
        assertThat(x.hardTanh(1, 1).toDoubles()).containsExactly(1, 1, 1, 1, 1, NAN);
    }

    @Test
    void normsAtZeros() {
        for (double p : new double[] {0.5, 1, 1.5, 2, 2.5, 3, INF}) {
            assertThat(gradient(x -> x.norm(p, false), 0, 0)).as("p = " + p).containsExactly(0, 0);
        }
        // (√4 + √9)² = 25, and its gradient (2 + 3)/√x.
        assertThat(vector(4, 0, -9).norm(0.5, false).item()).isEqualTo(25, CLOSE);
        assertThat(gradient(x -> x.norm(0.5, false), 4, 0, -9))
                .containsExactly(new double[] {5 / 2.0, 0, -5 / 3.0}, CLOSE);
        assertThat(gradient(x -> x.norm(1.5, false), 0, 2)).containsExactly(new double[] {0, 1}, CLOSE);
        assertThat(gradient(x -> x.norm(INF, false), 3, 1, -3)).containsExactly(0.5, 0, -0.5);
        assertThat(gradient(x -> x.norm(-INF, false), 3, 2, -2)).containsExactly(0, 0.5, -0.5);
        assertThat(gradient(x -> x.norm(0, false).add(x.sum()), 3, 0)).containsExactly(1, 1);
    }

    @Test
    void normsOfNegativeOrder() {
        // (1/2 + 1/2)⁻¹ = 1, and its gradient (norm/x)².
        assertThat(vector(2, 2).norm(-1, false).item()).isEqualTo(1);
        assertThat(gradient(x -> x.norm(-1, false), 2, -2)).containsExactly(new double[] {0.25, -0.25}, CLOSE);
        assertThat(vector(2, 0).norm(-1, false).item()).isZero();
        assertThat(gradient(x -> x.norm(-1, false), 2, 0)).containsExactly(0, 0);
        assertThat(vector(INF, -INF).norm(-1, false).item()).isEqualTo(INF);
    }

    private static double[] secondGradient(UnaryOperator<Tensor> function, double... at) {
        Tensor x = vector(at).requiresGrad(true);
        Tensor first = Gradients.of(function.apply(x).sum(), List.of(x), true).get(0);
        return Gradients.of(first.sum(), List.of(x), false).get(0).toDoubles();
    }

    /** They are made of |x|, and have no kink for all that. */
    @Test
    void secondGradientsOfSmoothFunctionsAtZero() {
        // σ′(0) = ¼, and σ′(x) = σ(x)·σ(−x), at ln 3 ¾·¼.
        double[] at = {0, Math.log(3), -Math.log(3)};
        assertThat(secondGradient(Tensor::softplus, at)).containsExactly(new double[] {0.25, 0.1875, 0.1875}, CLOSE);
        assertThat(secondGradient(Tensor::logSigmoid, at))
                .containsExactly(new double[] {-0.25, -0.1875, -0.1875}, CLOSE);
        assertThat(secondGradient(x -> x.binaryCrossEntropyWithLogits(vector(1), null, null, Reduction.SUM), 0))
                .containsExactly(new double[] {0.25}, CLOSE);
        // 2·(tanh ∘ softplus)′(0) = 2·(1 − (3/5)²)·½.
        assertThat(secondGradient(Tensor::mish, 0)).containsExactly(new double[] {0.64}, CLOSE);
    }

    /** Where 1 − tanh² would have no digit left. */
    @Test
    void gradientsOfMishAndGeluFarOut() {
        assertThat(gradient(Tensor::geluTanh, 0, 1e4, -1e4)).containsExactly(new double[] {0.5, 1, 0}, CLOSE);
        assertThat(gradient(Tensor::mish, 0, 1e6, -1e6)).containsExactly(new double[] {0.6, 1, 0}, CLOSE);
        Tensor x = Tensor.of(DType.F32, Shape.of(2), 1e8, 50).requiresGrad(true);
        assertThat(Gradients.of(x.mish().sum(), List.of(x), false).get(0).toDoubles())
                .containsExactly(1, 1);
    }

    @Test
    void secondGradientsOfNormsAtZeros() {
        Tensor x = vector(4, 0).requiresGrad(true);
        Tensor first = Gradients.of(x.norm(0.5, false), List.of(x), true).get(0);
        // Of √x²: of one element alone it is |x|, which is straight.
        assertThat(Gradients.of(first.sum(), List.of(x), false).get(0).toDoubles())
                .containsExactly(new double[] {0, 0}, CLOSE);
    }

    @Test
    void aDeviationOfZeroHasNoGradient() {
        assertThat(gradient(x -> x.deviation(1, false), 2, 2, 2)).containsExactly(0, 0, 0);
        assertThat(vector(2, 2, 2).deviation(1, false).item()).isZero();
        assertThat(gradient(x -> x.deviation(0, false), 1, 3)).containsExactly(new double[] {-0.5, 0.5}, CLOSE);
        assertThat(vector(2).deviation(1, false).item()).isNaN();
    }

    @Test
    void tiesShareTheGradientOfAnExtreme() {
        assertThat(gradient(x -> x.max(false, 0), 1, 3, 3)).containsExactly(0, 0.5, 0.5);
        assertThat(gradient(x -> x.min(false, 0), 1, 3, 1)).containsExactly(0.5, 0, 0.5);
        assertThat(gradient(x -> x.abs(), -2, 0, 2)).containsExactly(-1, 0, 1);
    }

    @Test
    void tripletsThatCoincide() {
        Tensor other = vector(1, 2);
        for (double power : new double[] {0.5, 1, 2, 3, INF}) {
            UnaryOperator<Tensor> loss =
                    x -> x.tripletMarginLoss(other, vector(1, 3), 1, power, 0, false, Reduction.NONE);
            // The distance to the positive is 0, to the negative 1, so the loss is 0 and its gradient that above.
            assertThat(loss.apply(vector(1, 2)).item()).as("p = " + power).isZero();
            assertThat(gradient(loss, 1, 2)).as("p = " + power).containsExactly(0, 1);
        }
        // |1 − 3| is the largest, beside |2 − 2|.
        assertThat(vector(3, 2)
                        .tripletMarginLoss(other, vector(3, 2), 0, INF, 0, false, Reduction.NONE)
                        .item())
                .isEqualTo(2);
    }

    /** A wrong prediction that is certain must have a gradient, or it stays. */
    @Test
    void certainPredictionsAreCorrected() {
        Tensor target = vector(0, 1, 0, 1, 0.5);
        UnaryOperator<Tensor> loss = x -> x.binaryCrossEntropy(target, vector(2), Reduction.NONE);
        assertThat(gradient(loss, 0, 0, 1, 1, 0.25))
                .containsExactly(
                        new double[] {0, -2 / LEAST_WIDTH, 2 / LEAST_WIDTH, 0, 2 * -0.25 / (0.25 * 0.75)}, CLOSE);
        assertThat(loss.apply(vector(0, 0, 1, 1, 0)).toDoubles())
                .containsExactly(new double[] {0, 200, 200, 0, 100}, CLOSE);
        Tensor weight = vector(2).requiresGrad(true);
        Tensor whole = vector(0, 0, 1).binaryCrossEntropy(vector(0, 1, 0), weight, Reduction.SUM);
        assertThat(Gradients.of(whole, List.of(weight), false).get(0).toDoubles())
                .containsExactly(200);
    }

    /** (log v + (x − t)²/v)/2 has the slope (1/v − (x − t)²/v²)/2. */
    @Test
    void variancesThatAreTooSmallGrow() {
        UnaryOperator<Tensor> loss = v -> vector(2, 2, 2).gaussianNllLoss(vector(0, 0, 0), v, false, 1, Reduction.NONE);
        assertThat(gradient(loss, 0, 1, 2)).containsExactly(-1.5, -1.5, -0.25);
        assertThat(loss.apply(vector(0, 1, 4)).toDoubles())
                .containsExactly(new double[] {2, 2, Math.log(4) / 2 + 0.5}, CLOSE);
        assertThat(gradient(loss, NAN, 1, 1)[0]).isNaN();
    }

    @Test
    void gradientsOfNanGoBothWays() {
        Tensor a = vector(NAN, 1, NAN, 1, 2).requiresGrad(true);
        Tensor b = vector(1, NAN, NAN, 1, 1).requiresGrad(true);
        List<Tensor> larger = Gradients.of(a.maximum(b).sum(), List.of(a, b), false);
        assertThat(larger.get(0).toDoubles()).containsExactly(1, 1, 1, 0.5, 1);
        assertThat(larger.get(1).toDoubles()).containsExactly(1, 1, 1, 0.5, 0);
        List<Tensor> smaller = Gradients.of(a.minimum(b).sum(), List.of(a, b), false);
        assertThat(smaller.get(0).toDoubles()).containsExactly(1, 1, 1, 0.5, 0);
        assertThat(smaller.get(1).toDoubles()).containsExactly(1, 1, 1, 0.5, 1);
        assertThat(gradient(x -> x.maximum(1), NAN, 2, 1, 0)).containsExactly(1, 1, 0.5, 0);
        assertThat(gradient(x -> x.binaryCrossEntropy(vector(1), null, Reduction.SUM), NAN))
                .containsExactly(NAN);
    }
}
