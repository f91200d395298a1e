package org.clgrad.engine;

/**
 * What else is worth knowing of a device: what kernels are not planned by, but people choose by.
 *
 * @param vendor who made it, or the Java VM
 * @param architecture the instruction set as the driver tells it, such as {@code sm_90}; empty where it does not
 * @param version the OpenCL version with what the driver adds to it; the Java version of the host
 * @param language the version of OpenCL C; empty for the host
 * @param clockMegahertz the highest clock; 0 where the driver does not know
 * @param cacheBytes the cache of global memory; 0 where there is none or the driver does not know
 * @param localMemoryDedicated whether local memory is memory of its own, and not a piece of ordinary memory
 * @param lanes work-items that run in step (a warp, a wavefront); 0 where the driver does not say
 * @param fp16 whether there is arithmetic in half precision
 * @param subGroups whether kernels can use sub-groups
 * @param images whether there are images; no kernel of clgrad needs them
 */
public record DeviceProperties(
        String vendor,
        String architecture,
        String version,
        String language,
        int clockMegahertz,
        long cacheBytes,
        boolean localMemoryDedicated,
        int lanes,
        boolean fp16,
        boolean subGroups,
        boolean images) {}
