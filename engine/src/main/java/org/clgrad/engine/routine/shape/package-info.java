/**
 * Routines that move or set elements: copies between layouts, tensors of one value, tensors with something around them. They
 * compute nothing, but for the gradient of what repeats elements, which sums over their copies.
 *
 * <p>Of the other families it knows {@code pointwise}, whose kernels fill.
 */
@NullMarked
package org.clgrad.engine.routine.shape;

import org.jspecify.annotations.NullMarked;
