/** Kernels broken on purpose, which the comparison with the reference must reject: a test of the tests. */
@NullMarked
package org.clgrad.tests.mutants;

import org.jspecify.annotations.NullMarked;
