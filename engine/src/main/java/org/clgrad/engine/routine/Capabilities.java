package org.clgrad.engine.routine;

import java.util.Map;

/**
 * What a device can do, as asked of it. Variants decide by this alone, so a device can be narrowed on purpose.
 *
 * @param machine the kind of machine
 * @param computeUnits parallel cores or multiprocessors
 * @param maxWorkGroupSize work-items a group may have at most
 * @param localMemoryBytes local memory of a group
 * @param maxAllocationBytes the largest single buffer
 * @param globalMemoryBytes all memory
 * @param fp64 whether there is double precision
 * @param denormals whether float denormals are kept and not flushed to zero
 * @param unifiedMemory whether host and device share memory
 * @param preferredVector floats in the device's own vector register; 1 where work-items are the lanes
 * @param maxOuterGroups groups that a launch may have along its second dimension, and along its third; longer ones are done in
 *     parts
 */
public record Capabilities(
        Machine machine,
        int computeUnits,
        long maxWorkGroupSize,
        long localMemoryBytes,
        long maxAllocationBytes,
        long globalMemoryBytes,
        boolean fp64,
        boolean denormals,
        boolean unifiedMemory,
        int preferredVector,
        long maxOuterGroups) {

    /** The names under which kernel headers may use these in expressions. */
    public Map<String, Long> names() {
        return Map.of(
                "MAX_WORK_GROUP_SIZE",
                maxWorkGroupSize,
                "LOCAL_MEMORY_BYTES",
                localMemoryBytes,
                "COMPUTE_UNITS",
                (long) computeUnits,
                "PREFERRED_VECTOR",
                (long) preferredVector);
    }

    /**
     * Bytes of a processor's vector registers: AVX-512 has 32 of 64 bytes. Others have 16 at least, of as many floats as the device
     * prefers.
     */
    public long registerBytes() {
        return preferredVector >= 16 ? 32 * 64 : 16L * 4 * Math.max(4, preferredVector);
    }

    /** The same device with a lower limit of work-items in a group. */
    public Capabilities withMaxWorkGroupSize(long limit) {
        return new Capabilities(
                machine,
                computeUnits,
                limit,
                localMemoryBytes,
                maxAllocationBytes,
                globalMemoryBytes,
                fp64,
                denormals,
                unifiedMemory,
                preferredVector,
                maxOuterGroups);
    }
}
