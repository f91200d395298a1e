/**
 * Softmax, its logarithm, the cross-entropy of class labels, and their gradients. The maximum is subtracted before
 * {@code exp}, so nothing overflows.
 *
 * <p>Rows that are not ordinary: with a NaN or a +∞ in it, and where all elements are −∞, all of a row becomes NaN (∞ − ∞
 * is none); −∞ beside finite elements has softmax 0 and log-softmax −∞. An empty axis gives an empty result.
 *
 * <p>Kernels: {@code *_rows} for CPUs and {@code *_group} for GPUs where the axis is the innermost one (or only axes of
 * size 1 follow), {@code *_columns} where it is not.
 */
@NullMarked
package org.clgrad.engine.routine.softmax;

import org.jspecify.annotations.NullMarked;
