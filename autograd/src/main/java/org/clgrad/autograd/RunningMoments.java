package org.clgrad.autograd;

import org.clgrad.engine.routine.pointwise.Expr;
import org.clgrad.engine.routine.pointwise.Pointwise;
import org.clgrad.engine.tensor.MismatchException;
import org.jspecify.annotations.Nullable;

/**
 * Averages of each channel's mean and variance, which batch and instance normalisation change in place while they train:
 * average ← (1 − momentum)·average + momentum·new. The new variance is the unbiased one, which divides by n − 1, as in
 * PyTorch.
 *
 * @param mean [C]
 * @param variance [C]
 * @param momentum the share of the new one, in [0, 1]
 * @param batches a scalar of an integer type, the number of batches before: then the share of the new one is 1/(batches +
 *     1) instead, so that the averages are those over all batches; null for moving averages
 */
public record RunningMoments(Tensor mean, Tensor variance, double momentum, @Nullable Tensor batches) {
    /** @throws IllegalArgumentException if the momentum is not in [0, 1] */
    public RunningMoments {
        if (!(momentum >= 0 && momentum <= 1)) {
            throw new IllegalArgumentException("batch_norm: momentum is in [0, 1], got " + momentum);
        }
    }

    /** Moving averages. */
    public RunningMoments(Tensor mean, Tensor variance, double momentum) {
        this(mean, variance, momentum, null);
    }

    /** Averages over all batches, of which there were so many before. */
    public static RunningMoments cumulative(Tensor mean, Tensor variance, Tensor batches) {
        return new RunningMoments(mean, variance, 0, batches);
    }

    /**
     * Refuses averages that are not of the channels of x[N,C,…].
     *
     * @param n how many elements a channel has
     */
    void check(String operation, Tensor x, long n) {
        if (n < 2) {
            throw new MismatchException(
                    operation, "input", "more than one element of each channel to train on", Long.toString(n));
        }
        check(operation, x, "running mean", mean);
        check(operation, x, "running variance", variance);
        if (batches != null) {
            boolean isNumber = batches.rank() == 0 && !batches.dtype().isFloat();
            checkPlace(operation, x, "number of batches", batches, isNumber, "an integer scalar");
        }
    }

    private static void check(String operation, Tensor x, String argument, Tensor average) {
        Channels.check(operation, x, argument, average);
        checkPlace(operation, x, argument, average, average.dtype().isFloat(), "a floating-point type");
    }

    private static void checkPlace(
            String operation, Tensor x, String argument, Tensor given, boolean fits, String what) {
        if (!fits || given.device() != x.device()) {
            throw new MismatchException(
                    operation,
                    argument,
                    what + " on " + x.device().name(),
                    given.data().spec() + " on " + given.device().name());
        }
    }

    /**
     * Changes averages that have been {@link #check checked}.
     *
     * @param biased the variance that divides by n
     */
    void update(Tensor newMean, Tensor biased, long n) {
        average(mean, newMean, 1);
        average(variance, biased, n / (n - 1.0));
    }

    private void average(Tensor running, Tensor latest, double factor) {
        // The number of batches stays on the device.
        Expr share = batches == null ? Expr.constant(momentum) : Expr.input(2);
        Expr kept = Expr.mul(Expr.sub(Expr.constant(1), share), Expr.input(0));
        Expr formula = Expr.add(kept, Expr.mul(Expr.mul(Expr.constant(factor), share), Expr.input(1)));
        Pointwise average = Pointwise.of("moving_average", formula);
        // Moments are computed in a wider type than F16 and BF16.
        Tensor alike = latest.to(running.dtype());
        if (batches == null) {
            running.runInto(average, running, alike);
        } else {
            running.runInto(
                    average, running, alike, batches.to(running.dtype()).add(1).reciprocal());
        }
    }
}
