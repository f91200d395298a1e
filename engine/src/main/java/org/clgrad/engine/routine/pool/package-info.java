/**
 * Pooling over windows of planes, and its gradients. The argmax of max pooling is kept as the number of a tap within its
 * window, one byte an output as a rule, and not as an index into the input.
 *
 * <p>The gradients write each element of dx by one work-item, so nothing is added atomically and results repeat to the bit:
 * on CPUs a work-item owns a plane, on GPUs an element that asks the windows around it.
 */
@NullMarked
package org.clgrad.engine.routine.pool;

import org.jspecify.annotations.NullMarked;
