/** Tuning on the devices there are: what is known reaches the kernels, and what is tried is checked before it is timed. */
@NullMarked
package org.clgrad.tests.tuning;

import org.jspecify.annotations.NullMarked;
