/**
 * Routines that change their inputs in place, once a training step: optimizers, one fused pass over each parameter, and
 * the counters and logs of the step itself.
 *
 * <p>What differs from step to step (learning rate, step number, place in a log) is read from device buffers, never
 * passed as a scalar argument, so that a captured step can be replayed; what an optimizer keeps for its life (β, μ, the
 * weight decay) is an attribute.
 */
@NullMarked
package org.clgrad.engine.routine.update;

import org.jspecify.annotations.NullMarked;
