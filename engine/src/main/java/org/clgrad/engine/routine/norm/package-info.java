/**
 * Normalisation by statistics of the input itself. Variances are sums of squares of distances from a mean that is known
 * before, never differences of mean squares, so that a mean far from 0 costs no digits.
 */
@NullMarked
package org.clgrad.engine.routine.norm;

import org.jspecify.annotations.NullMarked;
