/**
 * What a device can do at best, measured: the two ceilings under which every kernel stays, as in Williams, Waterman and
 * Patterson, "Roofline", CACM 52(4), 2009. Knows devices and routines; nothing in the engine knows it.
 */
@NullMarked
package org.clgrad.engine.bench;

import org.jspecify.annotations.NullMarked;
