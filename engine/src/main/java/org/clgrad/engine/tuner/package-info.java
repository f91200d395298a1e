/**
 * The search for the fastest variant of a routine and the best values of its tunables on a device.
 *
 * <p>A {@link org.clgrad.engine.tuner.TuningJob} is a routine with operands to be tuned for; a {@link
 * org.clgrad.engine.tuner.CandidateSpace} knows the {@link org.clgrad.engine.tuner.Candidate}s that kernel headers allow for it. A
 * {@link org.clgrad.engine.tuner.CandidateSearch} goes through a coarse part of them and then from the best to its neighbours; it
 * has candidates raced by an {@link org.clgrad.engine.tuner.Arena}. A {@link org.clgrad.engine.tuner.JobTrial} is what happens in
 * there: a candidate is held against the host reference, at small shapes and at its full size, and then takes turns with
 * the best one so far, in batches long enough for the clock. Whoever has the arena in another process loses no more than a
 * candidate to a driver that hangs or crashes.
 *
 * <p>Knows all of the engine; nothing of the engine knows it.
 */
@NullMarked
package org.clgrad.engine.tuner;

import org.jspecify.annotations.NullMarked;
