/**
 * Losses: how far a prediction is from what it should be, as a scalar to be made small.
 *
 * <p>A {@link org.clgrad.nn.loss.Loss} takes a prediction and a target; {@code ReducedLoss} reduces the losses of
 * elements or samples as its {@link org.clgrad.autograd.Reduction} says. Those that need more than two tensors, like
 * {@link org.clgrad.nn.loss.TripletMarginLoss}, have an {@code apply} of their own. Names and defaults are PyTorch's.
 *
 * <p>Depends on {@code autograd}, and of the engine on scopes; on nothing else of {@code nn}: a loss has no parameters
 * and is no module.
 */
@NullMarked
package org.clgrad.nn.loss;

import org.jspecify.annotations.NullMarked;
