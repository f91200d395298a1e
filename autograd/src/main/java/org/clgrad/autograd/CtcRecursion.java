package org.clgrad.autograd;

import org.clgrad.engine.routine.pointwise.Expr;
import org.clgrad.engine.routine.pointwise.Pointwise;
import org.clgrad.engine.routine.pointwise.UnaryOp;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;

/**
 * Connectionist temporal classification in tensor operations, a handful for each step, for gradients of its gradient. What
 * cannot be has the logarithm −1e30 instead of −∞, so that no difference of two is NaN.
 */
final class CtcRecursion {
    private static final double NEVER = -1e30;

    private final Tensor y;
    private final Tensor labels;
    private final Tensor chosen;
    private final long samples;
    private final long states;

    private CtcRecursion(Tensor y, Tensor labels, int blank) {
        this.y = y;
        this.samples = y.size(1);
        this.states = 2 * labels.size(1) + 1;
        Tensor blanks = Tensors.full(y.device(), DType.I64, labels.shape(), blank);
        Tensor last = Tensors.full(y.device(), DType.I64, Shape.of(samples, 1), blank);
        Tensor pairs = TensorShapes.concat(2, blanks.unsqueeze(2), labels.unsqueeze(2));
        this.labels = TensorShapes.concat(1, pairs.reshape(Shape.of(samples, states - 1)), last);
        this.chosen = this.labels.unsqueeze(2).eq(Tensors.arange(y.device(), y.size(2)));
    }

    /** The loss of each sample, a large number where it is impossible; see {@code engine.routine.ctc.Ctc}. */
    static Tensor losses(Tensor y, Tensor labels, Tensor inputLengths, Tensor targetLengths, int blank) {
        return new CtcRecursion(y, labels, blank).losses(inputLengths, targetLengths);
    }

    private Tensor losses(Tensor inputLengths, Tensor targetLengths) {
        Tensor places = Tensors.arange(y.device(), states);
        Tensor ends = targetLengths.unsqueeze(1).mul(2);
        Tensor isLast = places.le(ends).apply(and(), places.gt(ends.sub(2)));
        Tensor isFirst = places.le(Tensors.full(y.device(), DType.I64, Shape.scalar(), 1));
        Tensor certain = Tensors.zeros(y.device(), y.dtype(), Shape.of(samples, states));
        Tensor alpha = isFirst.where(certain, never(1, 1));
        Tensor skips = skips();
        for (long t = 0; t < y.size(0); t++) {
            Tensor ways = t == 0 ? alpha : ways(alpha, skips);
            Tensor runs = inputLengths.unsqueeze(1).gt(Tensors.full(y.device(), DType.I64, Shape.scalar(), (double) t));
            alpha = runs.where(ways.add(emitted(t)), alpha);
        }
        Tensor ending = isLast.where(alpha, never(1, 1));
        Tensor shift = ending.max(true, 1).detach();
        return ending.sub(shift).exp().sum(true, 1).log().add(shift).squeeze(1).neg();
    }

    private static Pointwise and() {
        return Pointwise.of("and", Expr.where(Expr.input(0), Expr.input(1), Expr.constant(0)));
    }

    private Tensor never(long rows, long columns) {
        return Tensors.full(y.device(), y.dtype(), Shape.of(rows, columns), NEVER);
    }

    /** Which states can be reached from the last but one: those whose labels differ. */
    private Tensor skips() {
        Tensor none = Tensors.full(y.device(), DType.BOOL, Shape.of(samples, Math.min(2, states)), 0);
        if (states <= 2) {
            return none;
        }
        Tensor differ = labels.narrow(1, 2, states - 2).ne(labels.narrow(1, 0, states - 2));
        return TensorShapes.concat(1, none, differ);
    }

    /** The log-probability of each state's label at a step. */
    private Tensor emitted(long step) {
        Expr value = Expr.where(Expr.input(1), Expr.input(0), Expr.constant(0));
        return y.select(0, step)
                .unsqueeze(1)
                .apply(Pointwise.of("emitted", value), chosen)
                .sum(false, 2);
    }

    /** log(e^stay + e^next + e^skip) of the states before. */
    private Tensor ways(Tensor alpha, Tensor skips) {
        Tensor next = shifted(alpha, 1);
        Tensor skip = skips.where(shifted(alpha, 2), never(1, 1));
        Tensor shift = alpha.maximum(next).maximum(skip).detach();
        Expr sum = Expr.constant(0);
        for (int i = 0; i < 3; i++) {
            sum = Expr.add(sum, Expr.unary(UnaryOp.EXP, Expr.sub(Expr.input(i), Expr.input(3))));
        }
        Expr logarithm = Expr.add(Expr.unary(UnaryOp.LOG, sum), Expr.input(3));
        return alpha.apply(Pointwise.of("log_sum_exp", logarithm), next, skip, shift);
    }

    private Tensor shifted(Tensor alpha, long by) {
        long places = Math.min(by, states);
        return TensorShapes.concat(1, never(samples, places), alpha.narrow(1, 0, states - places));
    }
}
