/**
 * Planes read at places that another tensor names. The routines are closed under differentiation: reading is linear in the
 * plane, and its derivatives by the grid are readings with other weights, so gradients of any order are made of the same two.
 *
 * <p>It knows no other family.
 */
@NullMarked
package org.clgrad.engine.routine.grid;

import org.jspecify.annotations.NullMarked;
