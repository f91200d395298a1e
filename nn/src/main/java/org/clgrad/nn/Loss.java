package org.clgrad.nn;

import org.clgrad.autograd.Tensor;

/** How far a prediction is from what it should be: a scalar to be made small. */
@FunctionalInterface
public interface Loss {
    /** The loss of a batch, a scalar of the prediction's element type. */
    Tensor apply(Tensor prediction, Tensor target);
}
