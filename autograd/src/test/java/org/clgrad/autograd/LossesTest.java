package org.clgrad.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.clgrad.autograd.Reduction.BATCH_MEAN;
import static org.clgrad.autograd.Reduction.MEAN;
import static org.clgrad.autograd.Reduction.NONE;
import static org.clgrad.autograd.Reduction.SUM;

import org.assertj.core.data.Offset;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.junit.jupiter.api.Test;

/** Losses worked out by hand. */
final class LossesTest extends HostTest {
    private static final Offset<Double> CLOSE = within(1e-12);
    private static final double LN2 = Math.log(2);
    private static final double LN3 = Math.log(3);

    private static Tensor vector(double... values) {
        return Tensor.of(DType.F64, Shape.of(values.length), values);
    }

    private static Tensor matrix(long rows, long columns, double... values) {
        return Tensor.of(DType.F64, Shape.of(rows, columns), values);
    }

    private static void check(Tensor loss, double... expected) {
        assertThat(loss.toDoubles()).containsExactly(expected, CLOSE);
    }

    @Test
    void lossesAreReducedAsAsked() {
        Tensor x = matrix(2, 2, 1, 2, 4, 0);
        Tensor t = matrix(2, 2, 1, 4, 1, 0);
        check(x.mseLoss(t, NONE), 0, 4, 9, 0);
        check(x.mseLoss(t, MEAN), 13 / 4.0);
        check(x.mseLoss(t, SUM), 13);
        check(x.mseLoss(t, BATCH_MEAN), 13 / 2.0);
        assertThatThrownBy(() -> x.mseLoss(vector(1, 2), MEAN))
                .isInstanceOf(MismatchException.class)
                .hasMessageContaining("mse_loss: target");
    }

    @Test
    void distancesGrowAsTheySay() {
        Tensor x = vector(2, 2, 4);
        Tensor t = vector(1, 4, 1);
        check(x.l1Loss(t, NONE), 1, 2, 3);
        check(x.smoothL1Loss(t, 2, NONE), 0.25, 1, 2);
        check(x.smoothL1Loss(t, 0, NONE), 1, 2, 3);
        check(x.huberLoss(t, 2, NONE), 0.5, 2, 4);
        assertThatThrownBy(() -> x.huberLoss(t, 0, NONE)).hasMessageContaining("delta is above 0");
    }

    @Test
    void probabilitiesOfTwoClasses() {
        Tensor x = vector(0.5, 0.25, 0, 1);
        Tensor t = vector(1, 0, 1, 1);
        check(x.binaryCrossEntropy(t, null, NONE), LN2, Math.log(4 / 3.0), 100, 0);
        check(x.binaryCrossEntropy(t, vector(2), SUM), 2 * LN2 + 2 * Math.log(4 / 3.0) + 200);
        Tensor logits = vector(0, LN3, -LN3, 1000, -1000);
        Tensor targets = vector(1, 0, 1, 0, 1);
        check(logits.binaryCrossEntropyWithLogits(targets, null, null, NONE), LN2, 2 * LN2, 2 * LN2, 1000, 1000);
        check(
                logits.binaryCrossEntropyWithLogits(targets, vector(2), vector(3), NONE),
                6 * LN2,
                4 * LN2,
                12 * LN2,
                2000,
                6000);
        check(
                logits.binaryCrossEntropyWithLogits(targets, vector(2), null, NONE),
                2 * LN2,
                4 * LN2,
                4 * LN2,
                2000,
                2000);
        assertThatThrownBy(() -> x.binaryCrossEntropy(t, matrix(2, 1, 1, 1), NONE))
                .isInstanceOf(MismatchException.class)
                .hasMessageContaining("weight");
    }

    @Test
    void distributionsDiverge() {
        Tensor x = matrix(1, 2, -LN2, -LN2);
        check(x.klDiv(matrix(1, 2, 0, 1), false, NONE), 0, LN2);
        check(x.klDiv(matrix(1, 2, 0, 1), false, MEAN), LN2 / 2);
        check(x.klDiv(matrix(1, 2, 0, 1), false, BATCH_MEAN), LN2);
        check(
                x.klDiv(matrix(1, 2, Math.log(0.25), Math.log(0.75)), true, NONE),
                0.25 * Math.log(0.5),
                0.75 * Math.log(1.5));
    }

    @Test
    void likelihoodsOfCountsAndMeasurements() {
        check(vector(0, LN2).poissonNllLoss(vector(2, 3), true, false, 0, NONE), 1, 2 - 3 * LN2);
        check(vector(2).poissonNllLoss(vector(3), false, false, 1, NONE), 2 - 3 * LN3);
        double stirling = 2 * LN2 - 2 + Math.log(4 * Math.PI) / 2;
        check(vector(0, 0).poissonNllLoss(vector(2, 1), true, true, 0, NONE), 1 + stirling, 1);
        check(vector(1, 1).gaussianNllLoss(vector(3, 3), vector(2, 0), false, 1, NONE), LN2 / 2 + 1, 2);
        check(vector(1).gaussianNllLoss(vector(1), vector(1), true, 1e-6, NONE), Math.log(2 * Math.PI) / 2);
        Tensor rows = matrix(2, 2, 1, 1, 1, 1);
        check(rows.gaussianNllLoss(matrix(2, 2, 3, 3, 3, 3), vector(1, 4), false, 0, NONE), 2, 2, LN2 + 0.5, LN2 + 0.5);
        assertThatThrownBy(() -> rows.gaussianNllLoss(rows, vector(1, 2, 3), false, 0, NONE))
                .hasMessageContaining("one for each row");
    }

    @Test
    void marginsAreKeptOrPaidFor() {
        Tensor t = vector(1, -1, 1);
        check(vector(0.25, 0.5, 2).hingeLoss(t, 1, NONE), 0.75, 1.5, 0);
        check(vector(0.3, 0.25, -2).hingeEmbeddingLoss(t, 1, NONE), 0.3, 0.75, -2);
        check(vector(0, -LN3, LN3).softMarginLoss(t, NONE), LN2, Math.log(4 / 3.0), Math.log(4 / 3.0));
        check(vector(1, 1, 4).marginRankingLoss(vector(3, 3, 1), t, 0.5, NONE), 2.5, 0, 0);
        Tensor x = matrix(2, 2, 1, 0, 1, 0);
        Tensor y = matrix(2, 2, 3, 4, 3, 4);
        check(x.cosineEmbeddingLoss(y, vector(1, -1), 0.1, NONE), 0.4, 0.5);
        assertThatThrownBy(() -> x.cosineEmbeddingLoss(y, vector(1), 0, NONE)).hasMessageContaining("shape [2]");
    }

    @Test
    void tripletsCompareDistances() {
        Tensor a = matrix(1, 2, 0, 0);
        Tensor p = matrix(1, 2, 3, 4);
        Tensor n = matrix(1, 2, 6, 8);
        check(a.tripletMarginLoss(p, matrix(1, 2, 0, 1), 1, 2, 0, false, NONE), 5);
        check(a.tripletMarginLoss(p, matrix(1, 2, 0, 1), 1, 1, 0, false, NONE), 7);
        check(a.tripletMarginLoss(p, matrix(1, 2, 0, 1), 1, 3, 0, false, NONE), Math.cbrt(27 + 64));
        check(a.tripletMarginLoss(p, n, 1, 2, 0, false, NONE), 0);
        check(a.tripletMarginLoss(p, n, 1, 2, 0, true, NONE), 1);
    }

    @Test
    void scoresOfTheOtherClassesStayBelow() {
        Tensor x = matrix(2, 3, 1, 3, 2, 1, 3, 2);
        Tensor labels = Tensor.ofIntegers(0, 1);
        check(x.multiMarginLoss(labels, 1, 1, null, NONE), 5 / 3.0, 0);
        check(x.multiMarginLoss(labels, 2, 1, vector(2, 1, 1), SUM), 26 / 3.0);
        assertThat(x.multiMarginLoss(Tensor.ofIntegers(0, 3), 1, 1, null, NONE).toDoubles()[1])
                .isNaN();
        assertThatThrownBy(() -> x.multiMarginLoss(labels, 3, 1, null, NONE)).hasMessageContaining("1 or 2");
    }

    @Test
    void logLikelihoodsAreWeighedByClass() {
        double inf = Double.POSITIVE_INFINITY;
        Tensor x = matrix(3, 3, -1, -2, -3, -4, -5, -inf, -7, -8, -9);
        Tensor labels = Tensor.ofIntegers(2, 0, -100);
        Tensor weight = vector(1, 2, 4);
        check(x.nllLoss(labels, weight, -100, NONE), 12, 4, 0);
        check(x.nllLoss(labels, weight, -100, MEAN), 16 / 5.0);
        check(x.nllLoss(labels, null, -100, MEAN), 7 / 2.0);
        check(x.nllLoss(Tensor.ofIntegers(2, 0, 0), weight, 0, SUM), 12);
        assertThat(x.nllLoss(Tensor.ofIntegers(2, 3, -1), null, -100, NONE).toDoubles())
                .containsExactly(3, Double.NaN, Double.NaN);
        Tensor images = Tensor.of(DType.F64, Shape.of(1, 2, 2), -1, -2, -3, -4);
        check(images.nllLoss(Tensor.ofIntegers(1, 0).unsqueeze(0), null, -100, NONE), 3, 2);
        check(vector(-1, -2).nllLoss(Tensor.ofIntegers(1).squeeze(0), null, -100, NONE), 2);
        assertThatThrownBy(() -> x.nllLoss(Tensor.ofIntegers(1, 2), null, -100, NONE))
                .isInstanceOf(MismatchException.class)
                .hasMessageContaining("nll_loss: labels");
        assertThatThrownBy(() -> x.nllLoss(labels, vector(1, 2), -100, NONE)).hasMessageContaining("weight");
    }

    @Test
    void crossEntropyCountsWhatItIsToldTo() {
        Tensor x = matrix(3, 3, 0, LN2, LN3, 0, LN2, LN3, 0, LN2, LN3);
        double ln6 = Math.log(6);
        Tensor labels = Tensor.ofIntegers(2, 0, -100);
        check(x.crossEntropy(labels), (LN2 + ln6) / 2);
        Tensor weight = vector(1, 2, 3);
        check(x.crossEntropy(labels, weight, -100, 0, NONE), 3 * LN2, ln6, 0);
        check(x.crossEntropy(labels, weight, -100, 0, MEAN), (3 * LN2 + ln6) / 4);
        check(x.crossEntropy(labels, null, 2, 0, SUM).add(0), Double.NaN);
        double even = (ln6 + LN3 + LN2) / 3;
        check(x.crossEntropy(labels, null, -100, 0.5, NONE), (LN2 + even) / 2, (ln6 + even) / 2, 0);
        check(x.narrow(0, 0, 1).squeeze(0).crossEntropy(Tensor.ofIntegers(1).squeeze(0)), LN3);
        assertThatThrownBy(() -> x.crossEntropy(labels, null, -100, 1.5, MEAN)).hasMessageContaining("smoothing");
    }

    @Test
    void crossEntropyHasClassesAlongTheSecondAxis() {
        // Two places of one image with the logits of the rows above, the second one's in reverse.
        Tensor x = Tensor.of(DType.F64, Shape.of(1, 3, 2), 0, LN3, LN2, LN2, LN3, 0);
        check(x.crossEntropy(Tensor.ofIntegers(0, 0).unsqueeze(0), null, -100, 0, NONE), Math.log(6), LN2);
        Tensor p = Tensor.of(DType.F64, Shape.of(1, 3, 2), 0.5, 0, 0.5, 1, 0, 0);
        check(x.crossEntropy(p, null, -100, 0, NONE), (Math.log(6) + LN3) / 2, LN3);
        check(x.crossEntropy(p, vector(2, 4, 0), -100, 0, MEAN), (Math.log(6) + 2 * LN3 + 4 * LN3) / 2);
    }

    /** Two steps of two samples, of three classes; class 0 is the blank. */
    private static Tensor steps() {
        return Tensor.of(DType.F64, Shape.of(2, 2, 3), 5, 3, 2, 5, 3, 2, 4, 5, 1, 4, 5, 1)
                .mul(0.1)
                .log();
    }

    @Test
    void sequencesAreStretchedInAllWays() {
        Tensor two = Tensor.ofIntegers(2, 2);
        Tensor labels = Tensor.ofIntegers(1, 1, 1, 2).reshape(2, 2);
        // Of one label: (1,1), (0,1) and (1,0); of 1 and 2 there is one way; of 1 and 1 none.
        check(
                steps().ctcLoss(labels, two, Tensor.ofIntegers(1, 2), 0, NONE, false),
                -Math.log(0.15 + 0.25 + 0.12),
                -Math.log(0.03));
        check(
                steps().ctcLoss(labels, two, Tensor.ofIntegers(1, 2), 0, MEAN, false),
                -(Math.log(0.52) + Math.log(0.03) / 2) / 2);
        double inf = Double.POSITIVE_INFINITY;
        Tensor none = Tensor.ofIntegers(2, 0);
        assertThat(steps().ctcLoss(labels, two, none, 0, NONE, false).toDoubles())
                .containsExactly(new double[] {inf, -Math.log(0.2)}, CLOSE);
        check(steps().ctcLoss(labels, two, none, 0, NONE, true), 0, -Math.log(0.2));
        check(
                steps().select(1, 0)
                        .ctcLoss(Tensor.ofIntegers(1), two.select(0, 0), Tensor.ofIntegers(1), 0, SUM, false),
                -Math.log(0.52));
        assertThat(steps().ctcLoss(labels, Tensor.ofIntegers(3, 2), Tensor.ofIntegers(1, 3), 0, NONE, false)
                        .toDoubles())
                .containsOnly(Double.NaN);
    }

    @Test
    void whatIsImpossibleHasNoGradientWhenItCountsForNothing() {
        Tensor x = steps().detach().requiresGrad(true);
        Tensor labels = Tensor.ofIntegers(1, 1, 1, 2).reshape(2, 2);
        Tensor two = Tensor.ofIntegers(2, 2);
        x.ctcLoss(labels, two, two, 0, SUM, true).backward();
        // The second sample goes through 1 and then 2 for certain.
        assertThat(x.grad().orElseThrow().toDoubles())
                .containsExactly(new double[] {0, 0, 0, 0, -1, 0, 0, 0, 0, 0, 0, -1}, CLOSE);
    }
}
