/**
 * OpenCL devices.
 *
 * <p>A {@link org.clgrad.engine.cl.ClDevice} owns a context, a {@code Stream} (an in-order queue) and a {@code Pool} of
 * memory. {@code run} looks a plan up, binds it once to compiled kernels, and from then on only sets buffers and
 * enqueues. Operands that a plan derives of one input, such as packed weights, are kept by {@code DerivedOperands} where the
 * storage is lasting. What it means when a call fails, and what is then done, is {@code Recovery}'s to say. All OpenCL calls go through {@link org.clgrad.engine.cl.binding.ClBinding}; no other package calls OpenCL.
 */
@NullMarked
package org.clgrad.engine.cl;

import org.jspecify.annotations.NullMarked;
