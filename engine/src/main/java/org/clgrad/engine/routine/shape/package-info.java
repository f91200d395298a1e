/** Routines that move or set elements and compute nothing: copies between layouts, tensors of one value. */
@NullMarked
package org.clgrad.engine.routine.shape;

import org.jspecify.annotations.NullMarked;
