/**
 * The narrow door to OpenCL: {@link org.clgrad.engine.cl.binding.ClBinding} is the part of the OpenCL 1.2 C interface
 * that clgrad needs, in Java terms, and nothing more. Handles are opaque, failures are {@link
 * org.clgrad.engine.cl.binding.ClException}s that name the call and the error, and every decision about devices,
 * memory and launches is made above it.
 *
 * <p>Implementations are found by {@link java.util.ServiceLoader} and held to one contract by one test. This package
 * depends on neither of them, nor on any other part of the engine but {@link org.clgrad.engine.DeviceException}.
 */
@NullMarked
package org.clgrad.engine.cl.binding;

import org.jspecify.annotations.NullMarked;
