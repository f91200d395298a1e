package org.clgrad.autograd;

/** What becomes of the losses of single elements or samples. */
public enum Reduction {
    /** They stay as they are. */
    NONE,
    /** Their mean; NaN of none. */
    MEAN,
    /** Their sum; 0 of none. */
    SUM,
    /** Their sum divided by the number of samples, the size of axis 0. */
    BATCH_MEAN;

    /** The result for these losses. */
    Tensor of(Tensor losses) {
        return switch (this) {
            case NONE -> losses;
            case MEAN -> losses.mean();
            case SUM -> losses.sum();
            case BATCH_MEAN -> losses.rank() == 0 ? losses : losses.sum().mul(1.0 / losses.size(0));
        };
    }
}
