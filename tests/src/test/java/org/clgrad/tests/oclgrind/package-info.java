/**
 * Kernels under Oclgrind, a simulator that sees what no comparison of results does: accesses outside of a buffer, races,
 * barriers that not all work-items reach, reads of what was never written. It takes over the whole process by its
 * environment and can end it, so it runs in one of its own, {@link org.clgrad.tests.oclgrind.KernelSweep}; what it says
 * comes in a file, which must be empty. Where it is not installed, the tests say so and are skipped; {@code ./clgrad test
 * --all-platforms} installs it.
 */
@NullMarked
package org.clgrad.tests.oclgrind;

import org.jspecify.annotations.NullMarked;
