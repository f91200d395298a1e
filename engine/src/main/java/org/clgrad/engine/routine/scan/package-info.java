/**
 * Routines that merge elements along an axis and keep what they have on the way: cumulative sums, products and
 * extremes, and linear recurrences; and the launches of such scans for plans of other routines.
 *
 * <p>Of the other families it knows the operators of {@code reduce}.
 */
@NullMarked
package org.clgrad.engine.routine.scan;

import org.jspecify.annotations.NullMarked;
