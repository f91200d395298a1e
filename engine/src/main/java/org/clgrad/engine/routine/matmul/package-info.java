/**
 * Matrix products.
 *
 * <p>{@link org.clgrad.engine.routine.matmul.MatMul} states what is computed; {@code Product} states the same as the
 * kernels want it: transposes folded into strides, batch axes merged, so that one description serves every variant. The
 * variants differ in what they assume of the strides and in how they keep the processor busy; which of them fit is said
 * beside each.
 */
@NullMarked
package org.clgrad.engine.routine.matmul;

import org.jspecify.annotations.NullMarked;
