/**
 * Tensors that remember how they were made, and the way back.
 *
 * <p>A {@link org.clgrad.autograd.Tensor} is data on a device and, if a gradient is wanted of it, the {@link
 * org.clgrad.autograd.Function} it came from. Calling {@code loss.backward()} walks from the loss to the leaves, the
 * latest function first, hands each function the gradient of its outputs and gets the gradients of its inputs. Those are
 * tensors made by tensor operations, so a gradient can be differentiated again.
 *
 * <p>Read in this order: {@code Function} (one operation applied once), {@code GraphWalk} (the way back), then any of its
 * subclasses, such as {@code MatMulFunction}. This room knows the engine, and nothing of layers, data or files.
 */
@NullMarked
package org.clgrad.autograd;

import org.jspecify.annotations.NullMarked;
