/**
 * Normalisation: the input brought to one scale by its own moments, over a batch, an image, some channels or the last
 * axes.
 *
 * <p>{@code ChannelNorm} is what batch and instance normalisation share, with the moving averages by which they
 * normalise in evaluation; {@link org.clgrad.nn.norm.LayerNorm}, {@link org.clgrad.nn.norm.GroupNorm} and {@link
 * org.clgrad.nn.norm.RMSNorm} need none and do the same in training and evaluation. Normalisation of weights is no
 * layer: {@link org.clgrad.nn.WeightNorm}, {@link org.clgrad.nn.SpectralNorm}.
 *
 * <p>Depends on {@code nn} and {@code autograd}, and of the engine on shapes and element types.
 */
@NullMarked
package org.clgrad.nn.norm;

import org.jspecify.annotations.NullMarked;
