package org.clgrad.engine.cl;

import static org.clgrad.engine.cl.binding.Cl.*;

import java.util.Set;
import java.util.function.ToIntFunction;
import org.clgrad.engine.DeviceProperties;
import org.clgrad.engine.cl.binding.ClBinding;
import org.clgrad.engine.cl.binding.ClException;
import org.clgrad.engine.cl.binding.ClHandle;

/** Asks an OpenCL device for what people want to know. */
final class ClProperties {
    private static final Set<String> SUB_GROUPS = Set.of("cl_khr_subgroups", "cl_intel_subgroups");

    private ClProperties() {}

    static DeviceProperties of(ClBinding cl, ClHandle.Device device) {
        Set<String> extensions =
                Set.of(cl.deviceString(device, CL_DEVICE_EXTENSIONS).strip().split("\\s+"));
        return new DeviceProperties(
                cl.deviceString(device, CL_DEVICE_VENDOR),
                architecture(cl, device, extensions),
                cl.deviceString(device, CL_DEVICE_VERSION),
                cl.deviceString(device, CL_DEVICE_OPENCL_C_VERSION),
                cl.deviceInt(device, CL_DEVICE_MAX_CLOCK_FREQUENCY),
                cl.deviceLong(device, CL_DEVICE_GLOBAL_MEM_CACHE_SIZE),
                cl.deviceInt(device, CL_DEVICE_LOCAL_MEM_TYPE) == CL_LOCAL,
                lanes(cl, device, extensions),
                extensions.contains("cl_khr_fp16"),
                extensions.stream().anyMatch(SUB_GROUPS::contains)
                        || optional(d -> cl.deviceInt(d, CL_DEVICE_MAX_NUM_SUB_GROUPS), device) > 0,
                cl.deviceInt(device, CL_DEVICE_IMAGE_SUPPORT) != 0);
    }

    /** NVIDIA's compute capability, as its compilers write it; drivers of others have the architecture in the device's name. */
    private static String architecture(ClBinding cl, ClHandle.Device device, Set<String> extensions) {
        int major = extensions.contains("cl_nv_device_attribute_query")
                ? optional(d -> cl.deviceInt(d, CL_DEVICE_COMPUTE_CAPABILITY_MAJOR_NV), device)
                : 0;
        return major == 0
                ? ""
                : "sm_" + major + optional(d -> cl.deviceInt(d, CL_DEVICE_COMPUTE_CAPABILITY_MINOR_NV), device);
    }

    private static int lanes(ClBinding cl, ClHandle.Device device, Set<String> extensions) {
        if (extensions.contains("cl_nv_device_attribute_query")) {
            return optional(d -> cl.deviceInt(d, CL_DEVICE_WARP_SIZE_NV), device);
        }
        return extensions.contains("cl_amd_device_attribute_query")
                ? optional(d -> cl.deviceInt(d, CL_DEVICE_WAVEFRONT_WIDTH_AMD), device)
                : 0;
    }

    /** A number that not every driver knows; 0 from those that do not. */
    private static int optional(ToIntFunction<ClHandle.Device> question, ClHandle.Device device) {
        try {
            return question.applyAsInt(device);
        } catch (ClException unknown) {
            return 0;
        }
    }
}
