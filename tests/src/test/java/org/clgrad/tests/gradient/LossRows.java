package org.clgrad.tests.gradient;

import static org.clgrad.autograd.Reduction.MEAN;
import static org.clgrad.autograd.Reduction.NONE;
import static org.clgrad.autograd.Reduction.SUM;

import java.util.List;
import org.clgrad.autograd.GradientCheck.Point;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.tests.gradient.GradientTest.Row;

/** The losses, differentiated by all that they are losses of. */
final class LossRows {
    private static final Point X = GradientTest.spread(3, 4);
    private static final Point T = GradientTest.spreadFrom(7, 3, 4);
    private static final Point POSITIVE = GradientTest.positive(3, 4);

    private LossRows() {}

    private static Tensor constant(Tensor like, Shape shape, double... values) {
        return Tensor.of(like.device(), DType.F64, shape, values);
    }

    private static Tensor labels(Tensor like, double... values) {
        return Tensor.of(like.device(), DType.I64, Shape.of(values.length), values);
    }

    /** Between 0 and 1, away from both. */
    private static Point probabilities() {
        List<Double> values = POSITIVE.values().stream().map(v -> v / 2.1).toList();
        return new Point(POSITIVE.shape(), values);
    }

    /** 1 and −1 in turn. */
    private static Tensor signs(Tensor like, long... sizes) {
        Shape shape = Shape.of(sizes);
        double[] values = new double[(int) shape.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 2 == 0 ? 1 : -1;
        }
        return constant(like, shape, values);
    }

    static void add(List<Row> rows) {
        elements(rows);
        probabilities(rows);
        margins(rows);
        classes(rows);
        sequences(rows);
    }

    private static void elements(List<Row> rows) {
        rows.add(new Row("mse_loss", in -> in.get(0).mseLoss(in.get(1), MEAN), List.of(X, T)));
        rows.add(new Row("l1_loss", in -> in.get(0).l1Loss(in.get(1), SUM).square(), List.of(X, T)));
        rows.add(new Row("smooth_l1_loss", in -> in.get(0).smoothL1Loss(in.get(1), 0.5, NONE), List.of(X, T)));
        rows.add(new Row("huber_loss", in -> in.get(0).huberLoss(in.get(1), 0.5, NONE), List.of(X, T)));
        rows.add(new Row(
                "poisson_nll_loss",
                in -> in.get(0).poissonNllLoss(in.get(1), true, true, 0, NONE),
                List.of(X, POSITIVE)));
        rows.add(new Row(
                "poisson_nll_loss of means",
                in -> in.get(0).poissonNllLoss(in.get(1), false, false, 0.1, NONE),
                List.of(POSITIVE, T)));
        rows.add(new Row(
                "gaussian_nll_loss",
                in -> in.get(0).gaussianNllLoss(in.get(1), in.get(2), true, 1e-6, NONE),
                List.of(X, T, GradientTest.positive(3, 1))));
    }

    private static void probabilities(List<Row> rows) {
        rows.add(new Row(
                "binary_cross_entropy",
                in -> in.get(0).binaryCrossEntropy(in.get(1), in.get(2), NONE),
                List.of(probabilities(), T, POSITIVE)));
        rows.add(new Row(
                "binary_cross_entropy_with_logits",
                in -> in.get(0).binaryCrossEntropyWithLogits(in.get(1), in.get(2), in.get(3), NONE),
                List.of(X, T, POSITIVE, GradientTest.positive(4))));
        rows.add(new Row("kl_div", in -> in.get(0).klDiv(in.get(1), false, NONE), List.of(X, POSITIVE)));
        rows.add(new Row("kl_div of logarithms", in -> in.get(0).klDiv(in.get(1), true, NONE), List.of(X, T)));
    }

    private static void margins(List<Row> rows) {
        rows.add(new Row(
                "hinge_loss", in -> in.get(0).hingeLoss(in.get(1), 0.9, NONE).square(), List.of(X, T)));
        rows.add(new Row(
                "hinge_embedding_loss",
                in -> in.get(0)
                        .hingeEmbeddingLoss(signs(in.get(0), 3, 4), 0.77, NONE)
                        .square(),
                List.of(X)));
        rows.add(new Row("soft_margin_loss", in -> in.get(0).softMarginLoss(in.get(1), NONE), List.of(X, T)));
        rows.add(new Row(
                "margin_ranking_loss",
                in -> in.get(0)
                        .marginRankingLoss(in.get(1), signs(in.get(0), 3, 4), 0.1, NONE)
                        .square(),
                List.of(X, T)));
        rows.add(new Row(
                "cosine_embedding_loss",
                in -> in.get(0).cosineEmbeddingLoss(in.get(1), signs(in.get(0), 3), -0.9, NONE),
                List.of(X, T)));
        for (double power : new double[] {1, 2, 3}) {
            rows.add(new Row(
                    "triplet_margin_loss of power " + power,
                    in -> in.get(0)
                            .tripletMarginLoss(in.get(1), in.get(2), 2.5, power, 1e-6, true, NONE)
                            .square(),
                    List.of(X, T, POSITIVE)));
        }
    }

    private static void classes(List<Row> rows) {
        rows.add(new Row(
                "multi_margin_loss",
                in -> in.get(0).multiMarginLoss(labels(in.get(0), 3, 0, 2), 2, 0.9, in.get(1), NONE),
                List.of(X, GradientTest.positive(4))));
        rows.add(new Row(
                "nll_loss",
                in -> in.get(0).square().nllLoss(labels(in.get(0), 3, -100, 2), in.get(1), -100, MEAN),
                List.of(X, GradientTest.positive(4))));
        Point images = GradientTest.spread(2, 3, 2);
        rows.add(new Row(
                "cross_entropy, weighted and smoothed",
                in -> in.get(0)
                        .crossEntropy(
                                labels(in.get(0), 2, 0, -100, 1).reshape(2, 2),
                                constant(in.get(0), Shape.of(3), 0.5, 2, 1.5),
                                -100,
                                0.2,
                                MEAN),
                List.of(images)));
        rows.add(new Row(
                "cross_entropy of probabilities",
                in -> in.get(0).crossEntropy(in.get(1), in.get(2), -100, 0.2, SUM),
                List.of(images, GradientTest.positive(2, 3, 2), GradientTest.positive(3))));
    }

    /** Repeated labels, no labels, and fewer steps than there are. */
    private static void sequences(List<Row> rows) {
        rows.add(new Row(
                "ctc_loss",
                in -> in.get(0)
                        .ctcLoss(
                                labels(in.get(0), 1, 1, 2, 1, 2, 0, 1, 1, 1).reshape(3, 3),
                                labels(in.get(0), 5, 4, 5),
                                labels(in.get(0), 3, 2, 0),
                                0,
                                NONE,
                                false),
                List.of(GradientTest.spread(5, 3, 3))));
    }
}
