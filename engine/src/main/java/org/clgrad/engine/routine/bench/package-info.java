/** Routines that compute nothing of use: they show how fast a device can be at best, see {@code engine.bench}. */
@NullMarked
package org.clgrad.engine.routine.bench;

import org.jspecify.annotations.NullMarked;
