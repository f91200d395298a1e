package org.clgrad.autograd;

import java.util.Arrays;
import java.util.OptionalLong;
import org.clgrad.engine.routine.pointwise.CompareOp;
import org.clgrad.engine.routine.pointwise.Expr;
import org.clgrad.engine.routine.pointwise.Pointwise;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * The classes that the samples of scores x[N,C,…] or x[C] belong to, by number.
 *
 * @param x the scores
 * @param labels [N,…] or a scalar, of an integer type
 * @param ignored the label that is no class and no mistake, if there is one
 */
record ClassLabels(Tensor x, Tensor labels, OptionalLong ignored) {
    private static final Expr LABEL = Expr.input(0);

    /** @throws MismatchException unless the labels are integers of the scores' shape without the axis of classes */
    static ClassLabels of(String operation, Tensor x, Tensor labels, OptionalLong ignored) {
        if (x.rank() == 0) {
            throw new MismatchException(operation, "input", "an axis of classes", "a scalar");
        }
        Shape samples = x.shape().without(classAxis(x));
        if (!labels.dtype().isInteger() || !labels.shape().equals(samples)) {
            throw new MismatchException(
                    operation, "labels", "an integer type and shape " + samples, labels.dtype() + " " + labels.shape());
        }
        return new ClassLabels(x, labels.to(DType.I64), ignored);
    }

    /** @throws MismatchException unless a weight has one number for each class, of the scores' type */
    static void checkWeight(String operation, Tensor x, @Nullable Tensor weight) {
        long classes = x.size(classAxis(x));
        if (weight != null && (weight.rank() != 1 || weight.size(0) != classes || weight.dtype() != x.dtype())) {
            throw new MismatchException(
                    operation, "weight", x.dtype() + " [" + classes + "]", weight.dtype() + " " + weight.shape());
        }
    }

    /** The axis of classes: the second, or the only one. */
    static int classAxis(Tensor x) {
        return x.rank() == 1 ? 0 : 1;
    }

    int axis() {
        return classAxis(x);
    }

    private long classes() {
        return x.size(axis());
    }

    /** A number for each class, laid out to broadcast to scores. */
    static Tensor along(Tensor x, Tensor numbers) {
        long[] sizes = new long[x.rank()];
        Arrays.fill(sizes, 1);
        sizes[classAxis(x)] = numbers.size(0);
        return numbers.reshape(Shape.of(sizes));
    }

    private Tensor ofLabels(String name, Expr formula) {
        return labels.apply(Pointwise.of(name, formula));
    }

    private Expr isIgnored() {
        return ignored.isEmpty()
                ? Expr.constant(0)
                : Expr.compare(CompareOp.EQ, LABEL, Expr.constant((double) ignored.getAsLong()));
    }

    /** For each sample and class whether it is the sample's class, BOOL of the scores' shape; ignored samples have none. */
    Tensor chosen() {
        Tensor known = ignored.isEmpty()
                ? labels
                : ofLabels("known_labels", Expr.where(isIgnored(), Expr.constant(-1), LABEL));
        return known.unsqueeze(axis()).eq(along(x, Tensors.arange(x.device(), classes())));
    }

    /** The score of each sample's class times that class's weight; 0 where there is none. */
    static Tensor pick(Tensor scores, Tensor chosen, Tensor weights, boolean keepDim, int axis) {
        // Not a product with 0 and 1: what is not chosen may be infinite.
        Expr product = Expr.mul(Expr.input(0), Expr.input(2));
        Pointwise formula = Pointwise.of("pick", Expr.where(Expr.input(1), product, Expr.constant(0)));
        return scores.apply(formula, chosen, weights).sum(keepDim, axis);
    }

    /** The weight of each sample's class; 0 where it is ignored or not a class. */
    Tensor share(Tensor chosen, @Nullable Tensor weight) {
        if (weight == null) {
            return chosen.to(x.dtype()).sum(false, axis());
        }
        Pointwise formula = Pointwise.of("share", Expr.where(Expr.input(1), LABEL, Expr.constant(0)));
        return along(x, weight).apply(formula, chosen).sum(false, axis());
    }

    /** The target of each sample: weight·((1 − smoothing)·[class] + smoothing/C), 0 where it is ignored. */
    Tensor target(@Nullable Tensor weight, double smoothing) {
        Tensor counts = ofLabels("counted", Expr.where(isIgnored(), Expr.constant(0), Expr.constant(1)))
                .to(DType.BOOL)
                .unsqueeze(axis());
        Expr own = Expr.mul(Expr.constant(1 - smoothing), Expr.input(1));
        Expr even = Expr.add(own, Expr.constant(smoothing / classes()));
        Expr target = Expr.where(Expr.input(2), Expr.mul(Expr.input(0), even), Expr.constant(0));
        Tensor weights = weight == null ? Tensors.full(x.device(), x.dtype(), Shape.scalar(), 1) : along(x, weight);
        return weights.apply(Pointwise.of("target", target), chosen(), counts);
    }

    /** Losses with NaN for each label that is neither a class nor ignored: a kernel cannot throw. */
    Tensor marked(Tensor losses) {
        Expr beyond = Expr.compare(CompareOp.GE, LABEL, Expr.constant((double) classes()));
        Expr outside = Expr.where(Expr.compare(CompareOp.LT, LABEL, Expr.constant(0)), Expr.constant(1), beyond);
        Tensor wrong = ofLabels("wrong_labels", Expr.where(isIgnored(), Expr.constant(0), outside))
                .to(DType.BOOL);
        Expr nan = Expr.where(Expr.input(1), Expr.constant(Double.NaN), Expr.input(0));
        return losses.apply(Pointwise.of("marked_losses", nan), wrong);
    }
}
