package org.clgrad.autograd;

import java.util.Arrays;
import java.util.function.Function;
import org.clgrad.engine.routine.pointwise.Pointwise;

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

    /** The result for the losses that a formula makes of elements. */
    Tensor of(Pointwise formula, Tensor... in) {
        return of(all -> all[0].apply(formula, Arrays.copyOfRange(all, 1, all.length)), in);
    }

    /** The result for the losses that are made of tensors; what is summed is of the type computed in. */
    Tensor of(Function<Tensor[], Tensor> losses, Tensor... in) {
        return this == NONE ? losses.apply(in) : Accumulated.of(all -> of(losses.apply(all)), in);
    }

    /** The result for these losses. */
    Tensor of(Tensor losses) {
        return switch (this) {
            case NONE -> losses;
            case MEAN -> losses.mean();
            case SUM -> losses.sum();
            case BATCH_MEAN ->
                losses.rank() == 0 ? losses : Accumulated.of(in -> in[0].sum().mul(1.0 / losses.size(0)), losses);
        };
    }
}
