/** Routines that move elements and compute nothing: copies between layouts. */
@NullMarked
package org.clgrad.engine.routine.shape;

import org.jspecify.annotations.NullMarked;
