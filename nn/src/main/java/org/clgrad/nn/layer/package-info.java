/**
 * Layers that transform by weights, rearrange, or drop; beside those whose families have rooms of their own.
 *
 * <p>{@link org.clgrad.nn.layer.Linear}, {@link org.clgrad.nn.layer.Bilinear} and {@link
 * org.clgrad.nn.layer.Embedding}; convolutions and transposed convolutions over one, two and three axes, one {@code
 * ConvolutionLayer} beneath them, what {@link org.clgrad.nn.layer.NormalisedConvolution} joins, and what stands beside them: {@link org.clgrad.nn.layer.Unfold}, padding in five
 * modes, {@link org.clgrad.nn.layer.Upsample}, {@link org.clgrad.nn.layer.PixelShuffle}; {@link
 * org.clgrad.nn.layer.MultiheadAttention} and a layer of the transformer's encoder; dropout.
 *
 * <p>A layer checks its sizes when it is made, and registers its parameters with an {@link org.clgrad.nn.Init}; what it
 * computes is one or a few methods of {@link org.clgrad.autograd.Tensor}, which hold the formulas and derivatives.
 *
 * <p>Depends on {@code nn}, on {@code nn.norm} and {@code nn.activation} for the transformer and for what follows a convolution, on {@code autograd}, and of the engine on shapes,
 * element types and scopes.
 */
@NullMarked
package org.clgrad.nn.layer;

import org.jspecify.annotations.NullMarked;
