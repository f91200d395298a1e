/** Whole trainings, compared between devices, bindings and runs. */
@NullMarked
package org.clgrad.tests.training;

import org.jspecify.annotations.NullMarked;
