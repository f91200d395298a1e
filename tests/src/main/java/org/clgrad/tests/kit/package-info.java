/**
 * The test kit: what the tests that cross rooms are made of, free of any test engine.
 *
 * <p>{@link org.clgrad.tests.kit.RoutineCatalog} lists the sample spaces of all routines; a {@link
 * org.clgrad.tests.kit.RoutineCase} is one choice out of one of them, with layouts, tunables and a seed, and can be
 * printed and read back; {@link org.clgrad.tests.kit.RoutineCheck} runs it on a device in every variant that fits and
 * compares it with the host reference. {@link org.clgrad.tests.kit.TestDevices} are the devices there are, and
 * {@link org.clgrad.tests.kit.Coverage} counts what was met on them.
 *
 * <p>Knows every room but {@code examples}; no room knows it.
 */
@NullMarked
package org.clgrad.tests.kit;

import org.jspecify.annotations.NullMarked;
