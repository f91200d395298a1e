package org.clgrad.nn.layer;

import java.util.Arrays;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.nn.Module;

/**
 * A layer that drops a share of its input while training and does nothing in evaluation mode. Numbers come from the scope's
 * {@link org.clgrad.autograd.RandomStream}.
 */
abstract class DropoutLayer extends Module {
    private final double share;

    DropoutLayer(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException(
                    getClass().getSimpleName() + ": expected a share in [0, 1], got " + share);
        }
        this.share = share;
    }

    /** The input after the dropout. */
    abstract Tensor dropped(Tensor x, double share);

    /** Drops whole channels of an input that has one of the given ranks, the channels being the last counted axis. */
    final Tensor channels(Tensor x, int axes, int... ranks) {
        if (Arrays.stream(ranks).noneMatch(rank -> rank == x.rank())) {
            throw new MismatchException(
                    getClass().getSimpleName(),
                    "input",
                    "one of these numbers of axes: " + Arrays.toString(ranks),
                    x.shape().toString());
        }
        return x.dropoutParts(share, axes);
    }

    @Override
    protected final Tensor forward(Tensor x) {
        return isTraining() && share > 0 ? dropped(x, share) : x;
    }

    @Override
    public final String toString() {
        return getClass().getSimpleName() + "(" + share + ")";
    }
}
