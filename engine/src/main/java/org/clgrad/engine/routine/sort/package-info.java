/**
 * Routines that put elements in order, or look for them by their values: sorts, the largest few, what is not zero, what
 * differs; and the launches of a stable radix sort for plans of other routines.
 *
 * <p>The order of numbers is that of their keys, unsigned integers ({@code sort_key.clh}): 0 and −0 are equal, and NaN comes
 * after +∞: last, or in descending order first. Sorts are stable. Everything here is exact.
 *
 * <p>Of the other families it knows {@code scan}, for places of what is counted, and the operators of {@code reduce}.
 */
@NullMarked
package org.clgrad.engine.routine.sort;

import org.jspecify.annotations.NullMarked;
