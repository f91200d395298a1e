/**
 * What {@code clgrad tune} does: finds for a device which variants and which values of their tunables are fastest, and keeps it.
 *
 * <p>A {@link org.clgrad.examples.tune.TuningRequest} says for what: shapes, a model's training step, or what the benchmark
 * measures; it comes to the same list of jobs in each process, by running them on a device that only counts. A {@link
 * org.clgrad.examples.tune.Tuner} has one job after another searched ({@link org.clgrad.engine.tuner.CandidateSearch}); the
 * candidates race in a child ({@link org.clgrad.examples.tune.TuneChild}), which is started anew after each that hangs or
 * crashes. What is found goes into the user's file job by job, so that nothing is lost where the user ends it.
 *
 * <p>Knows the engine and the benchmark's cases, and nothing of the command line.
 */
@NullMarked
package org.clgrad.examples.tune;

import org.jspecify.annotations.NullMarked;
