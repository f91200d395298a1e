package org.clgrad.kernels;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an expression of a kernel's header may ask of the device. The engine binds every one of them, by
 * {@link #name()}, to the value that the device reports.
 */
public enum CapabilityName {
    /** {@code CL_DEVICE_MAX_WORK_GROUP_SIZE}: the most work-items of one work-group. */
    MAX_WORK_GROUP_SIZE,
    /** {@code CL_DEVICE_LOCAL_MEM_SIZE}, in bytes. */
    LOCAL_MEMORY_BYTES,
    /** {@code CL_DEVICE_MAX_COMPUTE_UNITS}: cores of a CPU, multiprocessors of a GPU. */
    COMPUTE_UNITS,
    /** {@code CL_DEVICE_NATIVE_VECTOR_WIDTH_*} of {@code acc}, in elements, at least 1. */
    PREFERRED_VECTOR;

    private static final Set<String> ALL =
            Arrays.stream(values()).map(CapabilityName::name).collect(Collectors.toUnmodifiableSet());

    /** The names as they stand in expressions. */
    public static Set<String> all() {
        return ALL;
    }
}
