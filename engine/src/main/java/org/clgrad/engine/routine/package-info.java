/**
 * What an operation is, to the engine: a {@link org.clgrad.engine.routine.Routine}.
 *
 * <p>A routine is a record of attributes. It infers the specs of its outputs, computes itself on the host in plain
 * loops (the reference), and lists the {@link org.clgrad.engine.routine.Variant}s in which OpenCL kernels do it. A
 * variant makes a {@link org.clgrad.engine.routine.Plan} for given specs and a given device: the launches, their grids
 * and arguments, the workspace. Plans name buffers by {@link org.clgrad.engine.routine.Slot} only, so they are immutable
 * and can be kept.
 *
 * <p>The operations themselves live in the packages below this one, one for each family. Nothing here touches a device;
 * the package knows {@code engine.tensor} and the kernels' headers only.
 */
@NullMarked
package org.clgrad.engine.routine;

import org.jspecify.annotations.NullMarked;
