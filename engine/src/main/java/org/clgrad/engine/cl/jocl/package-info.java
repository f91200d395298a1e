/**
 * OpenCL through JOCL: the second opinion that keeps {@code ClBinding} honest, and a way out where LWJGL has no natives.
 * The only package that knows JOCL; it depends on {@code engine.cl.binding} and is reached only as a service.
 */
@NullMarked
package org.clgrad.engine.cl.jocl;

import org.jspecify.annotations.NullMarked;
