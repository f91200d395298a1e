/**
 * Planes of one to three axes in other sizes: each output is a weighted sum of one, two or four taps along each axis. Where
 * an output lies among the inputs is a fraction of integers, so no device sees it anywhere else; how sizes and scales become
 * that fraction is in {@code ResizeAxis}, and the kernels know of no modes but the number of taps.
 */
@NullMarked
package org.clgrad.engine.routine.resize;

import org.jspecify.annotations.NullMarked;
