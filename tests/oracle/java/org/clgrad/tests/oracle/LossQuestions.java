package org.clgrad.tests.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.clgrad.autograd.Reduction;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.tests.oracle.Question.Case;

/** Losses. */
final class LossQuestions {
    private static final long IGNORED = 2;

    private final List<Question> all = new ArrayList<>();

    private LossQuestions() {}

    static List<Question> all() {
        LossQuestions questions = new LossQuestions();
        questions.distances();
        questions.likelihoods();
        questions.margins();
        questions.vectors();
        questions.classes();
        questions.sequences();
        return questions.all;
    }

    /** What reductions are called there. */
    private static int number(Reduction reduction) {
        return switch (reduction) {
            case NONE -> 0;
            case MEAN -> 1;
            case SUM -> 2;
            case BATCH_MEAN -> throw new IllegalArgumentException("a division there");
        };
    }

    private static Reduction reduction(Draw d) {
        return d.oneOf(Reduction.NONE, Reduction.MEAN, Reduction.SUM);
    }

    /** Adds a question that has a reduction. */
    private void ask(String name, Function<Draw, Function<Reduction, Case>> draw) {
        all.add(new Question(name, d -> draw.apply(d).apply(reduction(d))));
    }

    private void distances() {
        ask("mse_loss", d -> r -> {
            Shape s = d.shape(0, 3);
            d.real(s).real(s);
            return Case.of(in -> in.get(0).mseLoss(in.get(1), r), "torch.mse_loss(x0, x1, {})", number(r));
        });
        ask("l1_loss", d -> r -> {
            Shape s = d.shape(0, 3);
            d.real(s).real(s);
            return Case.of(in -> in.get(0).l1Loss(in.get(1), r), "torch.l1_loss(x0, x1, {})", number(r));
        });
        ask("smooth_l1_loss", d -> r -> {
            Shape s = d.shape(0, 3);
            double beta = d.number(0.3, 2);
            d.real(s).real(s);
            return Case.of(
                    in -> in.get(0).smoothL1Loss(in.get(1), beta, r),
                    "torch.smooth_l1_loss(x0, x1, {}, {})",
                    number(r),
                    beta);
        });
        ask("huber_loss", d -> r -> {
            Shape s = d.shape(0, 3);
            double delta = d.number(0.3, 2);
            d.real(s).real(s);
            return Case.of(
                    in -> in.get(0).huberLoss(in.get(1), delta, r),
                    "torch.huber_loss(x0, x1, {}, {})",
                    number(r),
                    delta);
        });
    }

    private void likelihoods() {
        ask("poisson_nll_loss", d -> r -> {
            Shape s = d.shape(0, 3);
            boolean log = d.flag();
            boolean full = d.flag();
            d.real(s, 0.2, 2).constant(s, 0.2, 4);
            return Case.of(
                    in -> in.get(0).poissonNllLoss(in.get(1), log, full, 1e-8, r),
                    "torch.poisson_nll_loss(x0, x1, {}, {}, 1e-8, {})",
                    log,
                    full,
                    number(r));
        });
        ask("gaussian_nll_loss", d -> r -> {
            Shape s = d.shape(1, 3);
            d.real(s).real(s).real(s, 0.3, 2);
            String each = "torch.mul(torch.add(torch.log(x2), torch.div(torch.square(torch.sub(x0, x1)), x2)), 0.5)";
            return Case.of(
                    in -> in.get(0).gaussianNllLoss(in.get(1), in.get(2), false, 1e-6, r),
                    r == Reduction.NONE ? each : "torch." + (r == Reduction.MEAN ? "mean" : "sum") + "(" + each + ")");
        });
        ask("binary_cross_entropy", d -> r -> {
            Shape s = d.shape(0, 3);
            boolean weighted = d.flag();
            d.real(s, 0.1, 0.9).constant(s, 0, 1).constant(s, 0.2, 2);
            return Case.of(
                    in -> in.get(0).binaryCrossEntropy(in.get(1), weighted ? in.get(2) : null, r),
                    "torch.binary_cross_entropy(x0, x1, {}, {})",
                    weighted ? "x2" : "None",
                    number(r));
        });
        ask("binary_cross_entropy_with_logits", d -> r -> {
            Shape s = d.shape(1, 3);
            boolean weighted = d.flag();
            boolean positive = d.flag();
            d.real(s).constant(s, 0, 1).constant(s, 0.2, 2).constant(s, 0.2, 2);
            return Case.of(
                    in -> in.get(0)
                            .binaryCrossEntropyWithLogits(
                                    in.get(1), weighted ? in.get(2) : null, positive ? in.get(3) : null, r),
                    "torch.binary_cross_entropy_with_logits(x0, x1, {}, {}, {})",
                    weighted ? "x2" : "None",
                    positive ? "x3" : "None",
                    number(r));
        });
        ask("kl_div", d -> r -> {
            Shape s = d.shape(1, 3);
            boolean log = d.flag();
            d.real(s, -2, 0).constant(s, log ? -2 : 0.1, log ? 0 : 1);
            return Case.of(
                    in -> in.get(0).klDiv(in.get(1), log, r),
                    "torch.kl_div(x0, x1, {}, log_target={})",
                    number(r),
                    log);
        });
    }

    private void margins() {
        ask("hinge_embedding_loss", d -> r -> {
            Shape s = d.shape(0, 3);
            double margin = d.number(0.5, 2);
            d.real(s).signs(s);
            return Case.of(
                    in -> in.get(0).hingeEmbeddingLoss(in.get(1), margin, r),
                    "torch.hinge_embedding_loss(x0, x1, {}, {})",
                    margin,
                    number(r));
        });
        ask("hinge_loss", d -> r -> {
            Shape s = d.shape(0, 3);
            d.real(s).signs(s);
            String each = "torch.clamp(torch.sub(1., torch.mul(x0, x1)), 0.)"
                    .replace("torch.sub(1., torch.mul(x0, x1))", "torch.rsub(torch.mul(x0, x1), 1.)");
            return Case.of(
                    in -> in.get(0).hingeLoss(in.get(1), 1, r),
                    r == Reduction.NONE ? each : "torch." + (r == Reduction.MEAN ? "mean" : "sum") + "(" + each + ")");
        });
        ask("soft_margin_loss", d -> r -> {
            Shape s = d.shape(0, 3);
            d.real(s).signs(s);
            return Case.of(
                    in -> in.get(0).softMarginLoss(in.get(1), r), "torch.soft_margin_loss(x0, x1, {})", number(r));
        });
        ask("margin_ranking_loss", d -> r -> {
            Shape s = d.shape(0, 3);
            double margin = d.number(0, 1);
            d.real(s).real(s).signs(s);
            return Case.of(
                    in -> in.get(0).marginRankingLoss(in.get(1), in.get(2), margin, r),
                    "torch.margin_ranking_loss(x0, x1, x2, {}, {})",
                    margin,
                    number(r));
        });
        ask("multi_margin_loss", d -> r -> {
            int classes = d.between(2, 5);
            long n = d.between(1, 4);
            int power = d.between(1, 2);
            double margin = d.number(0.5, 2);
            boolean weighted = d.flag();
            d.real(Shape.of(n, classes)).whole(Shape.of(n), 0, classes - 1).constant(Shape.of(classes), 0.2, 2);
            return Case.of(
                    in -> in.get(0).multiMarginLoss(in.get(1), power, margin, weighted ? in.get(2) : null, r),
                    "torch.multi_margin_loss(x0, x1, {}, {}, {}, {})",
                    power,
                    margin,
                    weighted ? "x2" : "None",
                    number(r));
        });
    }

    private void vectors() {
        ask("cosine_embedding_loss", d -> r -> {
            Shape s = Shape.of(d.between(1, 4), d.between(2, 5));
            double margin = d.number(-0.2, 0.5);
            d.real(s).real(s).signs(Shape.of(s.size(0)));
            return Case.of(
                    in -> in.get(0).cosineEmbeddingLoss(in.get(1), in.get(2), margin, r),
                    "torch.cosine_embedding_loss(x0, x1, x2, {}, {})",
                    margin,
                    number(r));
        });
        ask("triplet_margin_loss", d -> r -> {
            Shape s = Shape.of(d.between(1, 4), d.between(2, 5));
            double margin = d.number(0.5, 2);
            double power = d.between(1, 3);
            boolean swap = d.flag();
            d.real(s).real(s).real(s);
            return Case.of(
                    in -> in.get(0).tripletMarginLoss(in.get(1), in.get(2), margin, power, 1e-6, swap, r),
                    "torch.triplet_margin_loss(x0, x1, x2, {}, {}, 1e-6, {}, {})",
                    margin,
                    power,
                    swap,
                    number(r));
        });
    }

    private void classes() {
        ask("nll_loss", d -> r -> {
            int classes = d.between(3, 5);
            Shape labels = d.flag() ? Shape.of(d.between(2, 4)) : Shape.of(d.between(2, 3), d.between(1, 3));
            boolean weighted = d.flag();
            d.real(withClasses(labels, classes), -3, 0)
                    .whole(labels, 0, classes - 1)
                    .constant(Shape.of(classes), 0.2, 2);
            return Case.of(
                    in -> in.get(0).nllLoss(in.get(1), weighted ? in.get(2) : null, IGNORED, r),
                    "torch.nll_loss_nd(x0, x1, {}, {}, {})",
                    weighted ? "x2" : "None",
                    number(r),
                    IGNORED);
        });
        ask("cross_entropy", d -> r -> {
            int classes = d.between(3, 5);
            Shape labels = d.flag() ? Shape.of(d.between(2, 4)) : Shape.of(d.between(2, 3), d.between(1, 3));
            boolean weighted = d.flag();
            double smoothing = d.flag() ? 0.0 : d.number(0, 0.5);
            d.real(withClasses(labels, classes))
                    .whole(labels, 0, classes - 1)
                    .constant(Shape.of(classes), 0.2, 2);
            return Case.of(
                    in -> in.get(0).crossEntropy(in.get(1), weighted ? in.get(2) : null, IGNORED, smoothing, r),
                    "torch.cross_entropy_loss(x0, x1, {}, {}, {}, {})",
                    weighted ? "x2" : "None",
                    number(r),
                    IGNORED,
                    smoothing);
        });
        ask("cross_entropy", d -> r -> {
            Shape s = Shape.of(d.between(1, 4), d.between(2, 5));
            double smoothing = d.flag() ? 0.0 : d.number(0, 0.5);
            d.real(s).real(s, 0, 1);
            Function<List<Tensor>, Tensor> ours = in -> in.get(0).crossEntropy(in.get(1), null, -100, smoothing, r);
            return Case.of(ours, "torch.cross_entropy_loss(x0, x1, None, {}, -100, {})", number(r), smoothing);
        });
    }

    private static Shape withClasses(Shape labels, int classes) {
        return labels.rank() == 1
                ? Shape.of(labels.size(0), classes)
                : Shape.of(labels.size(0), classes, labels.size(1));
    }

    private void sequences() {
        ask("ctc_loss", d -> r -> {
            int steps = d.between(5, 8);
            int n = d.between(1, 3);
            int classes = d.between(3, 5);
            int most = 2;
            double[] in = new double[n];
            double[] target = new double[n];
            for (int i = 0; i < n; i++) {
                in[i] = d.between(5, steps);
                target[i] = d.between(1, most);
            }
            d.real(Shape.of(steps, n, classes))
                    .whole(Shape.of(n, most), 1, classes - 1)
                    .wholeNumbers(Shape.of(n), in)
                    .wholeNumbers(Shape.of(n), target);
            boolean zero = d.flag();
            return Case.of(
                    x -> x.get(0).logSoftmax(2).ctcLoss(x.get(1), x.get(2), x.get(3), 0, r, zero),
                    "torch.ctc_loss(torch.log_softmax(x0, 2), x1, x2, x3, 0, {}, {})",
                    number(r),
                    zero);
        });
    }
}
