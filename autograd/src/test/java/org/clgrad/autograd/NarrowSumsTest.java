package org.clgrad.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.clgrad.autograd.Reduction.BATCH_MEAN;
import static org.clgrad.autograd.Reduction.MEAN;
import static org.clgrad.autograd.Reduction.SUM;

import java.util.List;
import java.util.function.UnaryOperator;
import org.assertj.core.data.Offset;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.junit.jupiter.api.Test;

/**
 * Operations made of several steps whose sums pass the largest number of F16, 65504, where the result does not: what lies
 * between two steps is of the type computed in.
 */
final class NarrowSumsTest extends HostTest {
    /** Half a unit in the last place of what is near 512 and near 2048. */
    private static final Offset<Double> ROUNDED = within(0.25);

    private static Tensor half(double... values) {
        return Tensor.of(DType.F16, Shape.of(values.length), values);
    }

    private static Tensor row(double... values) {
        return half(values).unsqueeze(0);
    }

    private static void check(Tensor y, double expected) {
        assertThat(y.dtype()).isEqualTo(DType.F16);
        assertThat(y.item()).isEqualTo(expected, ROUNDED);
    }

    private static double[] gradient(UnaryOperator<Tensor> function, Tensor at) {
        Tensor x = at.detach().requiresGrad(true);
        Tensor gradient = Gradients.of(function.apply(x), List.of(x), false).get(0);
        assertThat(gradient.dtype()).isEqualTo(DType.F16);
        return gradient.toDoubles();
    }

    @Test
    void normsAndMoments() {
        check(half(300, 400).norm(2, false), 500);
        check(half(30, 40, 50).norm(3, false), Math.cbrt(216_000));
        assertThat(gradient(x -> x.norm(2, false), half(300, 400)))
                .containsExactly(new double[] {0.6, 0.8}, within(0x1p-11));
        check(half(0, 400).variance(0, false), 40_000);
        check(half(0, 600).deviation(0, false), 300);
        assertThat(gradient(x -> x.deviation(0, false), half(0, 600)))
                .containsExactly(new double[] {-0.5, 0.5}, within(0x1p-11));
    }

    @Test
    void logarithmsOfSumsOfMany() {
        Tensor zeros = Tensors.full(host, DType.F16, Shape.of(70_000), 0);
        assertThat(zeros.logSumExp(false).item()).isEqualTo(Math.log(70_000), within(0x1p-7));
    }

    @Test
    void meansOverWeights() {
        // Two classes alike, so each loss is log 2, whatever its weight.
        Tensor logits = Tensors.zeros(host, DType.F16, Shape.of(2, 2));
        Tensor weight = half(40_000, 50_000);
        Tensor labels = Tensor.ofIntegers(0, 1);
        assertThat(logits.crossEntropy(labels, weight, -100, 0, MEAN).item()).isEqualTo(Math.log(2), within(0x1p-10));
        Tensor likelihoods = Tensors.full(host, DType.F16, Shape.of(2, 2), -1.5);
        assertThat(likelihoods.nllLoss(labels, weight, -100, MEAN).item()).isEqualTo(1.5);
        // (½ − [the class])·w/Σw
        assertThat(gradient(x -> x.crossEntropy(labels, weight, -100, 0, MEAN), logits))
                .containsExactly(new double[] {-2 / 9.0, 2 / 9.0, 2.5 / 9, -2.5 / 9}, within(0x1p-12));
        check(half(40_000, 40_000).l1Loss(half(0, 0), BATCH_MEAN), 40_000);
        Tensor likely = Tensors.full(host, DType.F16, Shape.of(2, 2), -40_000);
        assertThat(likely.nllLoss(labels, null, -100, BATCH_MEAN).item()).isEqualTo(40_000);
    }

    @Test
    void meansOverManySamples() {
        Tensor logits = Tensors.zeros(host, DType.F16, Shape.of(70_000, 2));
        Tensor labels = Tensors.zeros(host, DType.I64, Shape.of(70_000));
        assertThat(logits.crossEntropy(labels).item()).isEqualTo(Math.log(2), within(0x1p-10));
        assertThat(logits.add(-2).nllLoss(labels, null, -100, MEAN).item()).isEqualTo(2);
    }

    @Test
    void lossesOfElements() {
        Tensor zeros = half(0, 0, 0, 0);
        check(half(320, 0, 0, 0).mseLoss(zeros, MEAN), 25_600);
        check(half(400, 0, 0, 0).gaussianNllLoss(zeros, half(1, 1, 1, 1), false, 1e-6, MEAN), 20_000);
        check(half(400, 0, 0, 0).huberLoss(zeros, 400, MEAN), 20_000);
        assertThat(gradient(x -> x.mseLoss(zeros, MEAN), half(320, 0, 0, 0))).containsExactly(160, 0, 0, 0);
    }

    @Test
    void lossesOfVectors() {
        check(row(300, 400).cosineEmbeddingLoss(row(300, 400), half(1), 0, SUM), 0);
        check(row(300, 400).tripletMarginLoss(row(0, 0), row(300, 400), 1, 2, 0, false, SUM), 501);
        check(row(320, 0).multiMarginLoss(Tensor.ofIntegers(1), 2, 0, null, SUM), 51_200);
    }

    @Test
    void tiesOfMany() {
        Tensor zeros = Tensors.zeros(host, DType.F16, Shape.of(70_000));
        assertThat(gradient(x -> x.max(false, 0).mul(60_000), zeros)[69_999])
                .isEqualTo(60_000 / 70_000.0, within(0x1p-12));
    }

    /** Gradients with a graph are made of operations, others by one kernel; both are the same. */
    @Test
    void gradientsOfNormalisationWithAGraph() {
        Tensor x = Tensor.of(DType.F16, Shape.of(2, 1, 2), -400, 0, 100, 300).requiresGrad(true);
        Tensor dy = Tensor.of(DType.F16, Shape.of(2, 1, 2), 1, -2, 3, 1);
        for (UnaryOperator<Tensor> norm : List.<UnaryOperator<Tensor>>of(
                y -> y.batchNorm(null, null, 1e-5, null), y -> y.layerNorm(Shape.of(1, 2), null, null, 1e-5))) {
            Tensor loss = norm.apply(x).mul(dy).sum().mul(1000);
            double[] expected = Gradients.of(norm.apply(x).mul(dy).sum().mul(1000), List.of(x), false)
                    .get(0)
                    .toDoubles();
            assertThat(Gradients.of(loss, List.of(x), true).get(0).toDoubles())
                    .containsExactly(expected, within(0x1p-6));
        }
    }

    @Test
    void poolsOfPowers() {
        Tensor x = Tensor.of(DType.F16, Shape.of(1, 1, 2), 300, 400);
        assertThat(x.lpPool(2, new int[] {2}, new int[] {2}, false).toDoubles()).containsExactly(500);
        Tensor channels = Tensor.of(DType.F16, Shape.of(1, 1, 1), 300);
        // 300·(1 + 300²)^−½
        assertThat(channels.localResponseNorm(1, 1, 0.5, 1).toDoubles()).containsExactly(1);
    }
}
