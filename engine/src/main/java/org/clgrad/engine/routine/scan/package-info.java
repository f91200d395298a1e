/**
 * Routines that merge elements along an axis and keep what they have on the way: cumulative sums and products; and the
 * launches of such scans for plans of other routines.
 */
@NullMarked
package org.clgrad.engine.routine.scan;

import org.jspecify.annotations.NullMarked;
