/**
 * Pooling over one, two and three spatial axes: each window of the input becomes one number.
 *
 * <p>For each kind there is one class of any number of axes, like {@code MaxPooling}, that holds all of it, and three
 * public ones that say how many axes there are, named as PyTorch names them. {@code PoolingWindow} has what they ask of
 * a {@link org.clgrad.nn.Window}. {@code AdaptivePooling} is told the size of its result instead; {@code MaxUnpooling}
 * puts back what a max pooling took, at its places, and since that needs two tensors it is no module.
 *
 * <p>Depends on {@code nn} and {@code autograd}.
 */
@NullMarked
package org.clgrad.nn.pool;

import org.jspecify.annotations.NullMarked;
