/**
 * An operation of one's own, outside of clgrad's modules: a kernel, {@link
 * org.clgrad.examples.customop.SquaredDistance the routine} with its reference and what it is tried on, {@link
 * org.clgrad.examples.customop.SquaredDistanceFunction its gradient}, and {@link org.clgrad.examples.customop.Operations} that
 * tells clgrad of it. {@link org.clgrad.examples.customop.Prototypes} trains with it.
 */
@NullMarked
package org.clgrad.examples.customop;

import org.jspecify.annotations.NullMarked;
