package org.clgrad.autograd;

import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.clgrad.engine.routine.pointwise.CompareOp;
import org.clgrad.engine.routine.pointwise.Expr;
import org.clgrad.engine.routine.pointwise.Pointwise;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.jspecify.annotations.Nullable;

/** Losses whose targets are classes, made of formulas and sums over the axis of classes. */
final class ClassLosses {
    /** Beyond any length of a sequence. */
    private static final double MOST_LABELS = 0x1p52;

    private ClassLosses() {}

    private static Tensor weights(ClassLabels labels, @Nullable Tensor weight) {
        Tensor x = labels.x();
        return weight == null ? Tensors.full(x.device(), x.dtype(), Shape.scalar(), 1) : ClassLabels.along(x, weight);
    }

    static Tensor negativeLogLikelihood(
            Tensor x, Tensor labels, @Nullable Tensor weight, long ignoreIndex, Reduction reduction) {
        String name = "nll_loss";
        ClassLabels known = ClassLabels.of(name, x, labels, OptionalLong.of(ignoreIndex));
        ClassLabels.checkWeight(name, x, weight);
        if (weight != null && x.dtype().isNarrow()) {
            return Accumulated.of(in -> negativeLogLikelihood(in[0], labels, in[1], ignoreIndex, reduction), x, weight);
        }
        Tensor chosen = known.chosen();
        Tensor picked = ClassLabels.pick(x, chosen, weights(known, weight), false, known.axis());
        Tensor losses = known.marked(picked.neg());
        return reduction == Reduction.MEAN
                ? Accumulated.of(in -> in[0].sum().div(in[1].sum()), losses, known.share(chosen, weight))
                : reduction.of(losses);
    }

    /** Of class numbers: samples are put into rows, since the kernel wants the classes of each side by side. */
    static Tensor crossEntropy(
            Tensor x, Tensor labels, @Nullable Tensor weight, long ignoreIndex, double smoothing, Reduction reduction) {
        String name = "cross_entropy";
        ClassLabels known = ClassLabels.of(name, x, labels, OptionalLong.of(ignoreIndex));
        ClassLabels.checkWeight(name, x, weight);
        if (weight != null && x.dtype().isNarrow()) {
            // The gradient takes the sum of the weights.
            return Accumulated.of(
                    in -> crossEntropy(in[0], labels, in[1], ignoreIndex, smoothing, reduction), x, weight);
        }
        Tensor rows = x.rank() == 2 ? x : classesLast(x).reshape(labels.shape().elements(), x.size(known.axis()));
        Tensor numbers =
                labels.rank() == 1 ? labels : labels.reshape(labels.shape().elements());
        CrossEntropyFunction function = new CrossEntropyFunction(ignoreIndex, smoothing);
        Tensor losses = weight == null ? function.apply(rows, numbers) : function.apply(rows, numbers, weight);
        Tensor share = function.share();
        if (reduction == Reduction.MEAN) {
            return Accumulated.of(in -> in[0].sum().div(in[1].sum()), losses, share);
        }
        share.release();
        return reduction.of(losses.reshape(labels.shape()));
    }

    private static Tensor classesLast(Tensor x) {
        int[] order = IntStream.range(0, x.rank())
                .map(i -> i == 0 || x.rank() == 1 ? i : i == x.rank() - 1 ? 1 : i + 1)
                .toArray();
        return x.permute(order);
    }

    /** Of the probabilities of the classes. */
    static Tensor crossEntropy(
            Tensor x, Tensor target, @Nullable Tensor weight, double smoothing, Reduction reduction) {
        String name = "cross_entropy";
        LossChecks.sameShape(name, "target", x, target);
        ClassLabels.checkWeight(name, x, weight);
        int axis = ClassLabels.classAxis(x);
        long classes = x.size(axis);
        Pointwise formula = Pointwise.of(name, LossFormulas.crossEntropy(smoothing, classes, weight != null));
        return weight == null
                ? Accumulated.of(
                        in -> reduction.of(
                                in[0].logSoftmax(axis).apply(formula, in[1]).sum(false, axis)),
                        x,
                        target)
                : Accumulated.of(
                        in -> reduction.of(in[0].logSoftmax(axis)
                                .apply(formula, in[1], in[2])
                                .sum(false, axis)),
                        x,
                        target,
                        ClassLabels.along(x, weight));
    }

    static Tensor multiMargin(
            Tensor x, Tensor labels, int power, double margin, @Nullable Tensor weight, Reduction reduction) {
        String name = "multi_margin_loss";
        if (power != 1 && power != 2) {
            throw new IllegalArgumentException(name + ": the power is 1 or 2, got " + power);
        }
        ClassLabels known = ClassLabels.of(name, x, labels, OptionalLong.empty());
        ClassLabels.checkWeight(name, x, weight);
        if (x.dtype().isNarrow()) {
            return weight == null
                    ? Accumulated.of(in -> multiMargin(in[0], labels, power, margin, null, reduction), x)
                    : Accumulated.of(in -> multiMargin(in[0], labels, power, margin, in[1], reduction), x, weight);
        }
        Tensor chosen = known.chosen();
        int axis = known.axis();
        Tensor own = ClassLabels.pick(x, chosen, weights(known, null), true, axis);
        Tensor over = x.apply(Pointwise.of(name, LossFormulas.multiMargin(power, margin)), own, chosen);
        Tensor losses = over.mean(false, axis);
        Tensor weighted = weight == null ? losses : losses.mul(known.share(chosen, weight));
        return reduction.of(known.marked(weighted));
    }

    static Tensor connectionist(
            Tensor x,
            Tensor labels,
            Tensor inputLengths,
            Tensor targetLengths,
            int blank,
            Reduction reduction,
            boolean zeroInfinity) {
        if (x.rank() == 2) {
            return connectionist(
                            x.unsqueeze(1),
                            labels.unsqueeze(0),
                            inputLengths.reshape(Shape.of(1)),
                            targetLengths.reshape(Shape.of(1)),
                            blank,
                            reduction,
                            zeroInfinity)
                    .reshape(Shape.scalar());
        }
        if (x.dtype().isNarrow()) {
            return Accumulated.of(
                    in -> connectionist(in[0], labels, inputLengths, targetLengths, blank, reduction, zeroInfinity), x);
        }
        Tensor lengths = targetLengths.to(DType.I64);
        Tensor each = new CtcFunction(blank).apply(x, labels.to(DType.I64), inputLengths.to(DType.I64), lengths);
        Expr loss = Expr.input(0);
        Expr infinite = Expr.compare(CompareOp.EQ, loss, Expr.constant(Double.POSITIVE_INFINITY));
        Tensor losses = zeroInfinity
                ? each.apply(Pointwise.of("zero_infinity", Expr.where(infinite, Expr.constant(0), loss)))
                : each;
        if (reduction != Reduction.MEAN) {
            return reduction.of(losses);
        }
        return losses.div(lengths.clamp(1, MOST_LABELS).to(x.dtype())).mean();
    }
}
