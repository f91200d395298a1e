/**
 * Devices and what lives on them.
 *
 * <p>{@link org.clgrad.engine.Devices} finds the devices there are; a {@link org.clgrad.engine.Device} allocates
 * {@link org.clgrad.engine.Storage} and runs {@link org.clgrad.engine.routine.Routine}s on {@link
 * org.clgrad.engine.TensorData}, through the one method {@code run}. Storage is counted by reference; a {@link
 * org.clgrad.engine.Scope} releases what was made in it. The host device is the reference and the fallback; OpenCL
 * devices come from the package {@code cl}. Both are found through {@link org.clgrad.engine.DeviceProvider}, so this
 * package knows neither.
 */
@NullMarked
package org.clgrad.engine;

import org.jspecify.annotations.NullMarked;
