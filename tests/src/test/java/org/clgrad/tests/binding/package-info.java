/** The one contract that every {@code ClBinding} is held to, on every OpenCL device there is. */
@NullMarked
package org.clgrad.tests.binding;

import org.jspecify.annotations.NullMarked;
