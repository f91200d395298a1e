/** Gradients of every function, of the first and the second order, against central differences in double. */
@NullMarked
package org.clgrad.tests.gradient;

import org.jspecify.annotations.NullMarked;
