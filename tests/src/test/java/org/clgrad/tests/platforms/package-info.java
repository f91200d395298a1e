/**
 * Kernels on other implementations of OpenCL, each in a process of its own, {@link
 * org.clgrad.tests.platforms.KernelSweep}, since what makes them available, and how they watch, is read from the
 * environment once. Oclgrind, a simulator, sees what no comparison of results does: accesses outside of a buffer, races,
 * reads of what was never written. Rusticl has another compiler than PoCL, and no double precision. Where one is not
 * installed, its tests say so and are skipped; {@code ./clgrad test --all-platforms} installs both.
 */
@NullMarked
package org.clgrad.tests.platforms;

import org.jspecify.annotations.NullMarked;
