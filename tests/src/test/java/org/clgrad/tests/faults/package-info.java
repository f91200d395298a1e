/**
 * What happens when something fails: each OpenCL call with each plausible error, each launch, in a short training. One
 * clear exception, nothing left behind, and a device that goes on or says that it is lost.
 */
@NullMarked
package org.clgrad.tests.faults;

import org.jspecify.annotations.NullMarked;
