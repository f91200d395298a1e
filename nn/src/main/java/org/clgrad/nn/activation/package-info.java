/**
 * Functions that act on each element, or along one axis as softmax does: what makes a network more than a product of
 * matrices.
 *
 * <p>Each is one call of a method of {@link org.clgrad.autograd.Tensor}, where formula and derivative are, so that it
 * can stand in a {@link org.clgrad.nn.Sequential}; names and defaults are PyTorch's. Only {@link
 * org.clgrad.nn.activation.PReLU} learns.
 *
 * <p>Depends on {@code nn} and {@code autograd}.
 */
@NullMarked
package org.clgrad.nn.activation;

import org.jspecify.annotations.NullMarked;
