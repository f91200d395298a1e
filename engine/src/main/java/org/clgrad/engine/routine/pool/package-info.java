/**
 * Pooling over windows of planes with one to three axes, and its gradients. The argmax of max pooling is kept as the number
 * of a tap within its window, one byte an output as a rule, and not as an index into the input.
 *
 * <p>A {@code PoolWindow} says where windows lie; over an input of known sizes it becomes a {@code PoolGeometry}, which all
 * routines here check, ask and launch alike. Planes of fewer axes have outer axes of size 1 with one window, which the same
 * kernels walk at no cost to speak of.
 *
 * <p>The gradients write each element of dx by one work-item, so nothing is added atomically and results repeat to the bit:
 * on CPUs a work-item owns a plane, on GPUs an element that asks the windows around it. Unpooling, where indices can be
 * anything, lets elements claim their places by number, which atomics on integers settle the same way in any order.
 */
@NullMarked
package org.clgrad.engine.routine.pool;

import org.jspecify.annotations.NullMarked;
