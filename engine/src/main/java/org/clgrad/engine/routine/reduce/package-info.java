/** Routines that merge elements along axes: sums, means, products, extremes and their places. */
@NullMarked
package org.clgrad.engine.routine.reduce;

import org.jspecify.annotations.NullMarked;
