/**
 * What was measured of kernels, kept in files and found again: which variant of a routine is the fastest on a device, and with
 * which tunables.
 *
 * <p>A {@link org.clgrad.engine.tuning.TuningRow} says it of one {@link org.clgrad.engine.tuning.ShapeBucket} for one {@link
 * org.clgrad.engine.tuning.Scope}, from a single device to all there are, as in C. Nugteren, "CLBlast: A Tuned OpenCL BLAS
 * Library", IWOCL 2018, section 4. A {@link org.clgrad.engine.tuning.TuningFile} holds rows as lines of JSON; a {@link
 * org.clgrad.engine.tuning.TuningDatabase} holds those of the user's file and of the ones that ship, in this order, and is asked
 * for a {@link org.clgrad.engine.tuning.TuningTarget}; a {@link org.clgrad.engine.tuning.MeasuredTuning} is that for planning. The
 * documentation for users is docs/tuning.md.
 *
 * <p>Knows routines and kernels, and no device; it is written by {@code clgrad tune}, and read by whoever opens a device.
 */
@NullMarked
package org.clgrad.engine.tuning;

import org.jspecify.annotations.NullMarked;
