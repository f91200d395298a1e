package org.clgrad.nn.loss;

import org.clgrad.autograd.Reduction;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Scope;

/**
 * Connectionist temporal classification: −log of the probability of a sequence of labels, summed over all ways to stretch it
 * over the steps of log-probabilities [T,N,C], as {@code torch.nn.CTCLoss}, labels padded to [N,S].
 *
 * <p>Source: Graves, Fernández, Gomez, Schmidhuber, "Connectionist Temporal Classification", ICML 2006.
 */
public final class CTCLoss {
    private final int blank;
    private final Reduction reduction;
    private final boolean zeroInfinity;

    /** The mean of the losses, each divided by its number of labels; class 0 is the blank. */
    public CTCLoss() {
        this(0, Reduction.MEAN, false);
    }

    /**
     * A loss with all there is to choose.
     *
     * @param blank the class that is no label
     * @param reduction what becomes of the samples' losses
     * @param zeroInfinity whether an infinite loss, of too few steps for the labels, is taken for 0
     */
    public CTCLoss(int blank, Reduction reduction, boolean zeroInfinity) {
        this.blank = blank;
        this.reduction = reduction;
        this.zeroInfinity = zeroInfinity;
    }

    /** The loss; what else is made on the way is released. */
    public Tensor apply(Tensor logProbabilities, Tensor targets, Tensor inputLengths, Tensor targetLengths) {
        try (Scope scope = Scope.open()) {
            return scope.keep(
                    logProbabilities.ctcLoss(targets, inputLengths, targetLengths, blank, reduction, zeroInfinity));
        }
    }

    @Override
    public String toString() {
        return "CTCLoss" + (reduction == Reduction.MEAN ? "" : "(" + reduction + ")");
    }
}
