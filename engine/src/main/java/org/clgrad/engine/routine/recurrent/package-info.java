/**
 * The pointwise part of one step of recurrent cells, forward and back: all that happens between the matrix products. A
 * whole sequence is a loop around it, in {@code autograd}: the input products of all steps are one matrix product before
 * the loop, each step has one recurrent product and one cell, and the gradients of the weights are one product each after
 * it. Cells read and write steps of larger buffers where they lie.
 *
 * <p>The plain recurrent cell has no kernel here: it is a {@code pointwise} formula.
 */
@NullMarked
package org.clgrad.engine.routine.recurrent;

import org.jspecify.annotations.NullMarked;
