package org.clgrad.autograd;

import org.clgrad.engine.routine.pointwise.Expr;
import org.clgrad.engine.routine.pointwise.Pointwise;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * How far predictions are from what they should be: PyTorch's losses. This tensor x is the prediction, of floating-point
 * type; the target t has its shape and type where nothing else is said. NaN and infinities spread as the formulas say.
 *
 * <p>Losses of single elements are one kernel and a reduction, and so are their gradients, for x and for t. Of F16 and BF16 what is
 * summed is computed, and summed, in F32.
 */
public sealed interface TensorLosses permits Tensor {
    /** The label whose samples do not count where nothing else is said; PyTorch's. */
    long IGNORE_INDEX = -100;

    /** The tensor these methods belong to. */
    Tensor self();

    private Tensor elementwise(String name, Expr formula, Reduction reduction, Tensor target) {
        LossChecks.sameShape(name, "target", self(), target);
        return reduction.of(Pointwise.of(name, formula), self(), target);
    }

    // ---- Regression

    /** (x − t)². */
    default Tensor mseLoss(Tensor target, Reduction reduction) {
        return elementwise("mse_loss", LossFormulas.squared(), reduction, target);
    }

    /** |x − t|; gradient 0 where they are equal. */
    default Tensor l1Loss(Tensor target, Reduction reduction) {
        return elementwise("l1_loss", LossFormulas.absolute(), reduction, target);
    }

    /**
     * (x − t)²/(2β) where |x − t| &lt; β, else |x − t| − β/2.
     *
     * @param beta β ≥ 0; with 0 it is {@link #l1Loss}, with its gradient 0 at x = t, where PyTorch has −1
     */
    default Tensor smoothL1Loss(Tensor target, double beta, Reduction reduction) {
        if (beta == 0) {
            return l1Loss(target, reduction);
        }
        LossChecks.positive("smooth_l1_loss", "beta", beta);
        return elementwise("smooth_l1_loss", LossFormulas.smoothAbsolute(beta), reduction, target);
    }

    /** (x − t)²/2 where |x − t| ≤ δ, else δ·(|x − t| − δ/2). */
    default Tensor huberLoss(Tensor target, double delta, Reduction reduction) {
        LossChecks.positive("huber_loss", "delta", delta);
        return elementwise("huber_loss", LossFormulas.huber(delta), reduction, target);
    }

    /**
     * The negative log-likelihood of counts t of a Poisson distribution: eˣ − t·x, or x − t·log(x + ε) where x is no
     * logarithm.
     *
     * @param logInput whether x is the logarithm of the mean
     * @param full whether Stirling's t·log t − t + log(2πt)/2 is added where t &gt; 1
     * @param epsilon ε, for x alone
     */
    default Tensor poissonNllLoss(Tensor target, boolean logInput, boolean full, double epsilon, Reduction reduction) {
        return elementwise("poisson_nll_loss", LossFormulas.poisson(logInput, full, epsilon), reduction, target);
    }

    /**
     * The negative log-likelihood of t under normal distributions of mean x: (log v + (x − t)²/v)/2, v = max(variance, ε).
     * Where the variance is below ε its gradient is that at ε.
     *
     * @param variance of x's shape, or with the last axis missing or of size 1
     * @param full whether log(2π)/2 is added
     */
    default Tensor gaussianNllLoss(Tensor target, Tensor variance, boolean full, double epsilon, Reduction reduction) {
        String name = "gaussian_nll_loss";
        LossChecks.sameShape(name, "target", self(), target);
        Tensor each = variance.rank() == self().rank() - 1 ? variance.unsqueeze(-1) : variance;
        if (!each.shape().equals(self().shape()) && !isPerRow(each.shape())) {
            throw new MismatchException(
                    name,
                    "variance",
                    "shape " + self().shape() + ", or one for each row",
                    variance.shape().toString());
        }
        Pointwise formula = Pointwise.of(name, LossFormulas.gaussian(full, epsilon));
        return reduction.of(formula, self(), target, each, each.detach());
    }

    private boolean isPerRow(Shape variance) {
        Shape own = self().shape();
        return own.rank() > 0 && variance.equals(own.with(own.rank() - 1, 1));
    }

    // ---- Probabilities

    /**
     * −w·(t·log x + (1 − t)·log(1 − x)), x from 0 to 1; a logarithm is at least −100. Gradient: w·(x − t)/max(x·(1 − x), 10⁻¹²).
     *
     * @param weight w, broadcast to x's shape; null: 1
     */
    default Tensor binaryCrossEntropy(Tensor target, @Nullable Tensor weight, Reduction reduction) {
        String name = "binary_cross_entropy";
        LossChecks.sameShape(name, "target", self(), target);
        if (weight == null) {
            return reduction.of(in -> new BinaryCrossEntropyFunction(false).apply(in), self(), target);
        }
        LossChecks.broadcasts(name, "weight", self(), weight);
        return reduction.of(in -> new BinaryCrossEntropyFunction(true).apply(in), self(), target, weight);
    }

    /**
     * The binary cross-entropy of the sigmoid of x, without overflow: w·((1 − t)·x + (1 + (p − 1)·t)·log(1 + e⁻ˣ)).
     *
     * @param weight w, broadcast to x's shape; null: 1
     * @param positiveWeight p, how much more the positive ones count, broadcast to x's shape; null: 1
     */
    default Tensor binaryCrossEntropyWithLogits(
            Tensor target, @Nullable Tensor weight, @Nullable Tensor positiveWeight, Reduction reduction) {
        String name = "binary_cross_entropy_with_logits";
        Expr formula = LossFormulas.binaryCrossEntropyOfLogits(positiveWeight != null);
        LossChecks.sameShape(name, "target", self(), target);
        if (positiveWeight != null) {
            LossChecks.broadcasts(name, "positive weight", self(), positiveWeight);
        }
        if (weight == null) {
            Pointwise plain = Pointwise.of(name, formula);
            return positiveWeight == null
                    ? reduction.of(plain, self(), target)
                    : reduction.of(plain, self(), target, positiveWeight);
        }
        LossChecks.broadcasts(name, "weight", self(), weight);
        Pointwise weighted = Pointwise.of(name, LossFormulas.weighted(formula, positiveWeight == null ? 2 : 3));
        return positiveWeight == null
                ? reduction.of(weighted, self(), target, weight)
                : reduction.of(weighted, self(), target, positiveWeight, weight);
    }

    /**
     * The Kullback–Leibler divergence of the target from the prediction, x the logarithms of probabilities: t·(log t − x), 0
     * where t is 0; or eᵗ·(t − x) where the target is given as logarithms too. PyTorch's default, {@link Reduction#MEAN},
     * divides by the number of elements; {@link Reduction#BATCH_MEAN} is the divergence itself.
     */
    default Tensor klDiv(Tensor target, boolean logTarget, Reduction reduction) {
        Expr formula = logTarget ? LossFormulas.klDivergenceOfLogTarget() : LossFormulas.klDivergence();
        return elementwise("kl_div", formula, reduction, target);
    }

    // ---- Margins; targets are 1 and −1, and where a loss begins to be above 0 its gradient is that above

    /** max(0, margin − t·x). */
    default Tensor hingeLoss(Tensor target, double margin, Reduction reduction) {
        return elementwise("hinge_loss", LossFormulas.hinge(margin), reduction, target);
    }

    /** x where t is 1, max(0, margin − x) where t is −1. */
    default Tensor hingeEmbeddingLoss(Tensor target, double margin, Reduction reduction) {
        return elementwise("hinge_embedding_loss", LossFormulas.hingeEmbedding(margin), reduction, target);
    }

    /** log(1 + e^(−t·x)). */
    default Tensor softMarginLoss(Tensor target, Reduction reduction) {
        return elementwise("soft_margin_loss", LossFormulas.softMargin(), reduction, target);
    }

    /** max(0, margin − t·(x − other)). */
    default Tensor marginRankingLoss(Tensor other, Tensor target, double margin, Reduction reduction) {
        String name = "margin_ranking_loss";
        LossChecks.sameShape(name, "other input", self(), other);
        LossChecks.sameShape(name, "target", self(), target);
        return reduction.of(Pointwise.of(name, LossFormulas.marginRanking(margin)), self(), other, target);
    }

    /**
     * 1 − cos where t is 1, max(0, cos − margin) where t is −1, cos being x·y/√((x·x + ε)(y·y + ε)) of the rows, ε = 1e-12.
     *
     * @param other y, of x's shape [N,D] or [D]
     * @param target [N] or a scalar
     */
    default Tensor cosineEmbeddingLoss(Tensor other, Tensor target, double margin, Reduction reduction) {
        return VectorLosses.cosineEmbedding(self(), other, target, margin, reduction);
    }

    /**
     * max(0, d(x, positive) − d(x, negative) + margin), with d(a, b) = (Σ|a − b + ε|^p)^(1/p) over the last axis. The gradient of
     * a distance of 0 is 0.
     *
     * @param power p above 0, also ∞
     * @param swap whether the distance from the positive to the negative one counts, where that is the smaller
     */
    default Tensor tripletMarginLoss(
            Tensor positive,
            Tensor negative,
            double margin,
            double power,
            double epsilon,
            boolean swap,
            Reduction reduction) {
        if (!(power > 0)) {
            throw new IllegalArgumentException("triplet_margin_loss: the power is above 0, got " + power);
        }
        return VectorLosses.triplet(self(), positive, negative, margin, power, epsilon, swap, reduction);
    }

    // ---- Classes

    /**
     * Σᵢ max(0, margin − x[label] + xᵢ)^p·w[label]/C over the classes i but the label's own, of scores [N,C]. NaN where a
     * label is not a class.
     *
     * @param labels [N], of an integer type
     * @param power p, 1 or 2
     * @param weight w[C]; null: 1
     */
    default Tensor multiMarginLoss(
            Tensor labels, int power, double margin, @Nullable Tensor weight, Reduction reduction) {
        return ClassLosses.multiMargin(self(), labels, power, margin, weight, reduction);
    }

    /**
     * −w[label]·x[label] of log-probabilities x[N,C,…] or [C]; 0 where the label is to be ignored, NaN where it is not a
     * class. The mean divides by the sum of w[label] over those not ignored.
     *
     * @param labels [N,…] or a scalar, of an integer type
     * @param weight w[C]; null: 1
     * @param ignoreIndex the label to ignore, PyTorch's default is −100
     */
    default Tensor nllLoss(Tensor labels, @Nullable Tensor weight, long ignoreIndex, Reduction reduction) {
        return ClassLosses.negativeLogLikelihood(self(), labels, weight, ignoreIndex, reduction);
    }

    /**
     * The mean cross-entropy of these logits [N,C,…] or [C] and class numbers, or probabilities of the logits' shape, without
     * weights or smoothing; labels of −100 do not count.
     */
    default Tensor crossEntropy(Tensor target) {
        return crossEntropy(target, null, IGNORE_INDEX, 0, Reduction.MEAN);
    }

    /**
     * −Σᵢ qᵢ·logSoftmax(x)ᵢ over the classes of logits x[N,C,…] or [C], with q = w·((1 − smoothing)·p + smoothing/C) and p
     * the target: of an integer type the numbers of the classes, whose p is 1, else probabilities.
     *
     * <p>Of class numbers the mean divides by the sum of w[label] over those not ignored, and a label that is neither a class
     * nor ignored gives NaN; of probabilities it divides by the number of samples.
     *
     * @param target class numbers [N,…] or a scalar, or probabilities of x's shape
     * @param weight w[C]; null: 1; gets a gradient beside probabilities only
     * @param ignoreIndex the class number to ignore, PyTorch's default is −100; no matter beside probabilities
     * @param labelSmoothing from 0 to 1
     */
    default Tensor crossEntropy(
            Tensor target, @Nullable Tensor weight, long ignoreIndex, double labelSmoothing, Reduction reduction) {
        if (!(labelSmoothing >= 0 && labelSmoothing <= 1)) {
            throw new IllegalArgumentException("cross_entropy: label smoothing is in [0, 1], got " + labelSmoothing);
        }
        return target.dtype().isInteger()
                ? ClassLosses.crossEntropy(self(), target, weight, ignoreIndex, labelSmoothing, reduction)
                : ClassLosses.crossEntropy(self(), target, weight, labelSmoothing, reduction);
    }

    /**
     * −log of the probability of a sequence of labels, summed over all ways to stretch it over the steps of x[T,N,C] or [T,C],
     * logarithms of probabilities: connectionist temporal classification. ∞ where a sample has too few steps for its labels,
     * NaN where a length or a label is out of its range. The mean divides each loss by its number of labels first.
     *
     * <p>The gradient is that of x itself; PyTorch's has eˣ·dloss added, which makes no difference behind a log-softmax.
     *
     * @param labels [N,S] or [S], of an integer type; the first targetLengths of each sample count. (PyTorch also takes the labels
     *     of all samples one after another, in one vector.)
     * @param inputLengths [N] or a scalar, of an integer type: each sample's steps
     * @param targetLengths as inputLengths: each sample's labels
     * @param blank the class that is no label
     * @param zeroInfinity whether an infinite loss is taken for 0, without a gradient
     */
    default Tensor ctcLoss(
            Tensor labels,
            Tensor inputLengths,
            Tensor targetLengths,
            int blank,
            Reduction reduction,
            boolean zeroInfinity) {
        return ClassLosses.connectionist(self(), labels, inputLengths, targetLengths, blank, reduction, zeroInfinity);
    }
}
