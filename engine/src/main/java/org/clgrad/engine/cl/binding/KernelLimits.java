package org.clgrad.engine.cl.binding;

/**
 * What the compiler made of a kernel on a device ({@code clGetKernelWorkGroupInfo}).
 *
 * @param workGroupSize most work-items of a work-group; may be smaller than the device's limit
 * @param preferredMultiple work-group sizes should be a multiple of this (the width of a warp, wavefront or vector)
 * @param localMemBytes local memory of one work-group, with the {@code local} arguments set so far
 * @param privateMemBytes private memory of one work-item; more than expected means spilled registers
 */
public record KernelLimits(long workGroupSize, long preferredMultiple, long localMemBytes, long privateMemBytes) {}
