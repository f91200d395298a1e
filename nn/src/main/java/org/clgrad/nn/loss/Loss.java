package org.clgrad.nn.loss;

import org.clgrad.autograd.Tensor;

/** How far a prediction is from what it should be: a scalar to be made small. */
@FunctionalInterface
public interface Loss {
    /** The loss of a batch, of the prediction's element type: a scalar, unless it was made not to reduce. */
    Tensor apply(Tensor prediction, Tensor target);
}
