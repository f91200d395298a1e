/**
 * The test kit: what the tests that cross rooms are made of, free of any test engine.
 *
 * <p>{@link org.clgrad.tests.kit.TestDevices} are the devices there are; {@link org.clgrad.tests.kit.DeviceCheck} runs
 * the engine's check of a routine on them, in every variant that fits, and fails the test if something is wrong; {@link
 * org.clgrad.tests.kit.Coverage} counts what was met.
 *
 * <p>Knows every room but {@code examples}; no room knows it.
 */
@NullMarked
package org.clgrad.tests.kit;

import org.jspecify.annotations.NullMarked;
