/** Tests of all routines on all devices, drawn from their sample spaces. */
@NullMarked
package org.clgrad.tests.routine;

import org.jspecify.annotations.NullMarked;
