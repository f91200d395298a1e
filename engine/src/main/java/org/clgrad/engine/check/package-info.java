/**
 * Checks a device's routines against the host reference.
 *
 * <p>{@link org.clgrad.engine.check.RoutineCatalog} lists the sample spaces of all routines; a {@link
 * org.clgrad.engine.check.RoutineCase} is one choice out of one of them, with layouts, tunables and a seed, and can be
 * printed and read back; a {@link org.clgrad.engine.check.RoutineCheck} runs it on a device in any variant, and says by
 * a {@link org.clgrad.engine.check.CheckResult} whether the result is the reference's. Whoever asks decides what a
 * failure is: the test kit an assertion that does not hold, {@code clgrad doctor} a line of its report, a tuner a
 * candidate less.
 *
 * <p>Knows all of the engine; nothing of the engine knows it.
 */
@NullMarked
package org.clgrad.engine.check;

import org.jspecify.annotations.NullMarked;
