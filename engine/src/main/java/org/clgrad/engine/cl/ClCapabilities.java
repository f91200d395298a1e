package org.clgrad.engine.cl;

import static org.clgrad.engine.cl.binding.Cl.*;

import org.clgrad.engine.DeviceType;
import org.clgrad.engine.cl.binding.ClBinding;
import org.clgrad.engine.cl.binding.ClHandle;
import org.clgrad.engine.routine.Capabilities;
import org.clgrad.engine.routine.Machine;

/** Asks an OpenCL device for what kernels need to know. */
final class ClCapabilities {
    /** OpenCL has no question for it. NVIDIA: CUDA C++ Programming Guide, compute capabilities, grids of y and z dimension. */
    private static final long OUTER_GROUPS_OF_GPU = 65_535;

    private ClCapabilities() {}

    static DeviceType type(ClBinding cl, ClHandle.Device device) {
        long bits = cl.deviceLong(device, CL_DEVICE_TYPE);
        if ((bits & CL_DEVICE_TYPE_GPU) != 0) {
            return DeviceType.GPU;
        }
        return (bits & CL_DEVICE_TYPE_CPU) != 0 ? DeviceType.CPU : DeviceType.ACCELERATOR;
    }

    static Capabilities of(ClBinding cl, ClHandle.Device device) {
        boolean fp64 = cl.deviceString(device, CL_DEVICE_EXTENSIONS).contains("cl_khr_fp64");
        // The items of one dimension may be limited below those of the group; kernels use the first two dimensions.
        long[] itemSizes = cl.deviceSizes(device, CL_DEVICE_MAX_WORK_ITEM_SIZES);
        long groupSize = cl.deviceSize(device, CL_DEVICE_MAX_WORK_GROUP_SIZE);
        boolean isCpu = type(cl, device) == DeviceType.CPU;
        return new Capabilities(
                isCpu ? Machine.CPU : Machine.GPU,
                cl.deviceInt(device, CL_DEVICE_MAX_COMPUTE_UNITS),
                Math.min(groupSize, Math.min(itemSizes[0], itemSizes[1])),
                cl.deviceLong(device, CL_DEVICE_LOCAL_MEM_SIZE),
                cl.deviceLong(device, CL_DEVICE_MAX_MEM_ALLOC_SIZE),
                cl.deviceLong(device, CL_DEVICE_GLOBAL_MEM_SIZE),
                fp64,
                (cl.deviceLong(device, CL_DEVICE_SINGLE_FP_CONFIG) & CL_FP_DENORM) != 0,
                cl.deviceInt(device, CL_DEVICE_HOST_UNIFIED_MEMORY) != 0,
                Math.max(1, cl.deviceInt(device, CL_DEVICE_NATIVE_VECTOR_WIDTH_FLOAT)),
                isCpu ? Long.MAX_VALUE : OUTER_GROUPS_OF_GPU);
    }
}
