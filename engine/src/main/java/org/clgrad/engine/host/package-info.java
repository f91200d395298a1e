/**
 * The plain-Java device: reference for every kernel, and the fallback where no OpenCL is.
 *
 * <p>It runs each routine's {@code onHost} at once, on the calling thread and the common pool. Nobody makes it clever.
 */
@NullMarked
package org.clgrad.engine.host;

import org.jspecify.annotations.NullMarked;
