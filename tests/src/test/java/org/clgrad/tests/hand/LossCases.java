package org.clgrad.tests.hand;

import java.util.List;
import org.clgrad.autograd.Reduction;
import org.clgrad.autograd.Tensor;

/** Losses, each term by itself, or their sum. */
final class LossCases {
    private static final double LN2 = 0.6931471805599453;

    private LossCases() {}

    private static Tensor row(double... values) {
        return Tensor.of(new double[][] {values});
    }

    static final List<HandCase> ALL = List.of(
            new HandCase("mseLoss", () -> Tensor.of(1, 2).mseLoss(Tensor.of(3, 5), Reduction.MEAN), 6.5),
            new HandCase("l1Loss", () -> Tensor.of(1, 2).l1Loss(Tensor.of(3, -1), Reduction.SUM), 5),
            new HandCase(
                    "smoothL1Loss",
                    () -> Tensor.of(0.5, 3).smoothL1Loss(Tensor.of(0, 0), 1, Reduction.NONE),
                    0.125,
                    2.5),
            new HandCase("huberLoss", () -> Tensor.of(0.5, 3).huberLoss(Tensor.of(0, 0), 2, Reduction.NONE), 0.125, 4),
            new HandCase("hingeLoss", () -> Tensor.of(0.5, 2).hingeLoss(Tensor.of(1, 1), 1, Reduction.NONE), 0.5, 0),
            new HandCase(
                    "hingeEmbeddingLoss",
                    () -> Tensor.of(0.5, 0.25).hingeEmbeddingLoss(Tensor.of(1, -1), 1, Reduction.NONE),
                    0.5,
                    0.75),
            new HandCase(
                    "marginRankingLoss",
                    () -> Tensor.of(1, 1).marginRankingLoss(Tensor.of(3, 0), Tensor.of(1, 1), 0.5, Reduction.NONE),
                    2.5,
                    0),
            new HandCase(
                    "softMarginLoss", () -> Tensor.of(0, 0).softMarginLoss(Tensor.of(1, -1), Reduction.SUM), 2 * LN2),
            new HandCase(
                    "binaryCrossEntropy",
                    () -> Tensor.of(0.5, 0.25).binaryCrossEntropy(Tensor.of(1, 1), null, Reduction.NONE),
                    LN2,
                    2 * LN2),
            new HandCase(
                    "binaryCrossEntropyWithLogits",
                    () -> Tensor.of(0, 0).binaryCrossEntropyWithLogits(Tensor.of(1, 0), null, null, Reduction.SUM),
                    2 * LN2),
            new HandCase("klDiv", () -> Tensor.of(0, 0).klDiv(Tensor.of(0.5, 1), false, Reduction.NONE), -LN2 / 2, 0),
            new HandCase(
                    "poissonNllLoss",
                    () -> Tensor.of(0, 0).poissonNllLoss(Tensor.of(2, 3), true, false, 0, Reduction.NONE),
                    1,
                    1),
            // ½(log 4 + 4/4)
            new HandCase(
                    "gaussianNllLoss",
                    () -> Tensor.of(1).gaussianNllLoss(Tensor.of(3), Tensor.of(4), false, 1e-6, Reduction.SUM),
                    LN2 + 0.5),
            new HandCase("nllLoss", () -> row(-1, -3).nllLoss(Tensor.ofIntegers(1), null, -100, Reduction.SUM), 3),
            new HandCase("crossEntropy", () -> row(0, 0).crossEntropy(Tensor.ofIntegers(1)), LN2),
            // one step, one label: −log of its probability
            new HandCase(
                    "ctcLoss",
                    () -> Tensor.of(-2, -1)
                            .reshape(1, 1, 2)
                            .ctcLoss(
                                    Tensor.ofIntegers(1).reshape(1, 1),
                                    Tensor.ofIntegers(1),
                                    Tensor.ofIntegers(1),
                                    0,
                                    Reduction.SUM,
                                    false),
                    1),
            // (max(0, 1 − 1 + 0.5))/2
            new HandCase(
                    "multiMarginLoss",
                    () -> row(1, 0.5).multiMarginLoss(Tensor.ofIntegers(0), 1, 1, null, Reduction.SUM),
                    0.25),
            // 1 − 0.6, and 0.6 − 0.5
            new HandCase(
                    "cosineEmbeddingLoss",
                    () -> Tensor.of(new double[][] {{1, 0}, {1, 0}})
                            .cosineEmbeddingLoss(
                                    Tensor.of(new double[][] {{3, 4}, {3, 4}}), Tensor.of(1, -1), 0.5, Reduction.NONE),
                    0.4,
                    0.1),
            // 5 − 1 + 0.5
            new HandCase(
                    "tripletMarginLoss",
                    () -> row(0, 0).tripletMarginLoss(row(3, 4), row(0, 1), 0.5, 2, 0, false, Reduction.SUM),
                    4.5));
}
