package org.clgrad.autograd;

import org.clgrad.engine.routine.pointwise.Expr;
import org.clgrad.engine.routine.pointwise.Pointwise;
import org.clgrad.engine.tensor.MismatchException;

/**
 * Moving averages of each channel's mean and variance, which batch normalisation changes in place while it trains:
 * average ← (1 − momentum)·average + momentum·new. The new variance is the unbiased one, which divides by n − 1, as in
 * PyTorch.
 *
 * @param mean [C]
 * @param variance [C]
 * @param momentum the share of the new one, in [0, 1]
 */
public record RunningMoments(Tensor mean, Tensor variance, double momentum) {
    /** @throws IllegalArgumentException if the momentum is not in [0, 1] */
    public RunningMoments {
        if (!(momentum >= 0 && momentum <= 1)) {
            throw new IllegalArgumentException("batch_norm: momentum is in [0, 1], got " + momentum);
        }
    }

    /** @param biased the variance that divides by n */
    void update(String operation, Tensor newMean, Tensor biased, long n) {
        if (n < 2) {
            throw new MismatchException(
                    operation, "input", "more than one element of each channel to train on", Long.toString(n));
        }
        average(mean, newMean, momentum);
        average(variance, biased, momentum * n / (n - 1.0));
    }

    private void average(Tensor running, Tensor latest, double share) {
        Expr kept = Expr.mul(Expr.constant(1 - momentum), Expr.input(0));
        Expr formula = Expr.add(kept, Expr.mul(Expr.constant(share), Expr.input(1)));
        running.runInto(Pointwise.of("moving_average", formula), running, latest);
    }
}
