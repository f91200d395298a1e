/**
 * OpenCL through LWJGL, the binding of choice: a launch costs what it costs in C. The only package that knows LWJGL; it
 * depends on {@code engine.cl.binding} and is reached only as a service.
 */
@NullMarked
package org.clgrad.engine.cl.lwjgl;

import org.jspecify.annotations.NullMarked;
