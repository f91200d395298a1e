package org.clgrad.engine.cl.binding;

/** The numbers of {@code CL/cl.h} and {@code CL/cl_ext.h} that clgrad uses, under their C names. */
public final class Cl {
    private Cl() {}

    // ---- Platforms
    public static final int CL_PLATFORM_PROFILE = 0x0900;
    public static final int CL_PLATFORM_VERSION = 0x0901;
    public static final int CL_PLATFORM_NAME = 0x0902;
    public static final int CL_PLATFORM_VENDOR = 0x0903;
    public static final int CL_PLATFORM_EXTENSIONS = 0x0904;

    // ---- Devices: bits of CL_DEVICE_TYPE
    public static final long CL_DEVICE_TYPE_CPU = 1 << 1;
    public static final long CL_DEVICE_TYPE_GPU = 1 << 2;
    public static final long CL_DEVICE_TYPE_ACCELERATOR = 1 << 3;

    /** Unlike that of either binding a long: theirs sets the upper 32 bits too, and Rusticl knows no such kind. */
    public static final long CL_DEVICE_TYPE_ALL = 0xFFFF_FFFFL;

    // ---- Devices: text
    public static final int CL_DEVICE_NAME = 0x102B;
    public static final int CL_DEVICE_VENDOR = 0x102C;
    public static final int CL_DRIVER_VERSION = 0x102D;
    public static final int CL_DEVICE_VERSION = 0x102F;
    public static final int CL_DEVICE_EXTENSIONS = 0x1030;
    public static final int CL_DEVICE_OPENCL_C_VERSION = 0x103D;

    // ---- Devices: cl_uint and cl_bool
    public static final int CL_DEVICE_VENDOR_ID = 0x1001;
    public static final int CL_DEVICE_MAX_COMPUTE_UNITS = 0x1002;
    public static final int CL_DEVICE_MAX_WORK_ITEM_DIMENSIONS = 0x1003;
    public static final int CL_DEVICE_MAX_CLOCK_FREQUENCY = 0x100C;
    public static final int CL_DEVICE_ADDRESS_BITS = 0x100D;
    /** In bits, unlike most sizes. */
    public static final int CL_DEVICE_MEM_BASE_ADDR_ALIGN = 0x1019;

    public static final int CL_DEVICE_GLOBAL_MEM_CACHELINE_SIZE = 0x101D;
    public static final int CL_DEVICE_LOCAL_MEM_TYPE = 0x1022;
    public static final int CL_DEVICE_IMAGE_SUPPORT = 0x1016;
    public static final int CL_DEVICE_ENDIAN_LITTLE = 0x1026;
    public static final int CL_DEVICE_AVAILABLE = 0x1027;
    public static final int CL_DEVICE_COMPILER_AVAILABLE = 0x1028;
    public static final int CL_DEVICE_HOST_UNIFIED_MEMORY = 0x1035;
    public static final int CL_DEVICE_NATIVE_VECTOR_WIDTH_FLOAT = 0x103A;
    public static final int CL_DEVICE_NATIVE_VECTOR_WIDTH_DOUBLE = 0x103B;
    public static final int CL_DEVICE_PARTITION_MAX_SUB_DEVICES = 0x1043;
    /** OpenCL 2.1; 0 or an error where there are no sub-groups. */
    public static final int CL_DEVICE_MAX_NUM_SUB_GROUPS = 0x105C;
    /** {@code cl_nv_device_attribute_query}. */
    public static final int CL_DEVICE_WARP_SIZE_NV = 0x4003;
    /** {@code cl_nv_device_attribute_query}. */
    public static final int CL_DEVICE_COMPUTE_CAPABILITY_MAJOR_NV = 0x4000;
    /** {@code cl_nv_device_attribute_query}. */
    public static final int CL_DEVICE_COMPUTE_CAPABILITY_MINOR_NV = 0x4001;
    /** {@code cl_amd_device_attribute_query}. */
    public static final int CL_DEVICE_WAVEFRONT_WIDTH_AMD = 0x4043;

    // ---- Devices: cl_ulong and bit-fields
    public static final int CL_DEVICE_TYPE = 0x1000;
    public static final int CL_DEVICE_MAX_MEM_ALLOC_SIZE = 0x1010;
    public static final int CL_DEVICE_SINGLE_FP_CONFIG = 0x101B;
    public static final int CL_DEVICE_GLOBAL_MEM_CACHE_SIZE = 0x101E;
    public static final int CL_DEVICE_GLOBAL_MEM_SIZE = 0x101F;
    public static final int CL_DEVICE_MAX_CONSTANT_BUFFER_SIZE = 0x1020;
    public static final int CL_DEVICE_LOCAL_MEM_SIZE = 0x1023;
    public static final int CL_DEVICE_DOUBLE_FP_CONFIG = 0x1032;
    /** {@code cl_khr_fp16}. */
    public static final int CL_DEVICE_HALF_FP_CONFIG = 0x1033;

    // ---- Devices: size_t and size_t[]
    public static final int CL_DEVICE_MAX_WORK_GROUP_SIZE = 0x1004;
    public static final int CL_DEVICE_MAX_WORK_ITEM_SIZES = 0x1005;
    public static final int CL_DEVICE_MAX_PARAMETER_SIZE = 0x1017;
    /** In nanoseconds. */
    public static final int CL_DEVICE_PROFILING_TIMER_RESOLUTION = 0x1025;

    public static final int CL_DEVICE_PARTITION_EQUALLY = 0x1086;

    // ---- Values of CL_DEVICE_LOCAL_MEM_TYPE: dedicated memory, or a corner of ordinary memory
    public static final int CL_LOCAL = 1;
    public static final int CL_GLOBAL = 2;

    // ---- Bits of CL_DEVICE_*_FP_CONFIG
    public static final long CL_FP_DENORM = 1 << 0;
    public static final long CL_FP_INF_NAN = 1 << 1;
    public static final long CL_FP_ROUND_TO_NEAREST = 1 << 2;
    public static final long CL_FP_FMA = 1 << 5;
    public static final long CL_FP_CORRECTLY_ROUNDED_DIVIDE_SQRT = 1 << 7;

    // ---- Contexts, queues, buffers
    public static final int CL_CONTEXT_PLATFORM = 0x1084;
    public static final long CL_QUEUE_PROFILING_ENABLE = 1 << 1;
    public static final long CL_MEM_READ_WRITE = 1 << 0;
    public static final long CL_MEM_ALLOC_HOST_PTR = 1 << 4;

    // ---- Programs and kernels
    public static final int CL_PROGRAM_BINARY_SIZES = 0x1165;
    public static final int CL_PROGRAM_BINARIES = 0x1166;
    public static final int CL_PROGRAM_BUILD_LOG = 0x1183;
    public static final int CL_KERNEL_WORK_GROUP_SIZE = 0x11B0;
    public static final int CL_KERNEL_LOCAL_MEM_SIZE = 0x11B2;
    public static final int CL_KERNEL_PREFERRED_WORK_GROUP_SIZE_MULTIPLE = 0x11B3;
    public static final int CL_KERNEL_PRIVATE_MEM_SIZE = 0x11B4;

    // ---- Events
    public static final int CL_EVENT_COMMAND_EXECUTION_STATUS = 0x11D3;
    public static final int CL_COMPLETE = 0;
    public static final int CL_PROFILING_COMMAND_QUEUED = 0x1280;
    public static final int CL_PROFILING_COMMAND_SUBMIT = 0x1281;
    public static final int CL_PROFILING_COMMAND_START = 0x1282;
    public static final int CL_PROFILING_COMMAND_END = 0x1283;

    // ---- Errors that code decides by; errorName knows the others
    public static final int CL_SUCCESS = 0;
    public static final int CL_DEVICE_NOT_FOUND = -1;
    public static final int CL_DEVICE_NOT_AVAILABLE = -2;
    public static final int CL_MEM_OBJECT_ALLOCATION_FAILURE = -4;
    public static final int CL_OUT_OF_RESOURCES = -5;
    public static final int CL_OUT_OF_HOST_MEMORY = -6;
    public static final int CL_BUILD_PROGRAM_FAILURE = -11;
    public static final int CL_EXEC_STATUS_ERROR_FOR_EVENTS_IN_WAIT_LIST = -14;
    public static final int CL_INVALID_DEVICE = -33;
    public static final int CL_INVALID_CONTEXT = -34;
    public static final int CL_INVALID_COMMAND_QUEUE = -36;
    /** What the loader says when no platform is installed ({@code cl_khr_icd}). */
    public static final int CL_PLATFORM_NOT_FOUND_KHR = -1001;
    /** NVIDIA's driver reports a kernel's read or write outside of its buffers this way; in no header. */
    public static final int CL_ILLEGAL_READ_OR_WRITE_NV = -9999;

    /** The C name of an error code; {@code unknown error} for one that is in no header. */
    public static String errorName(int code) {
        return switch (code) {
            case CL_SUCCESS -> "CL_SUCCESS";
            case CL_DEVICE_NOT_FOUND -> "CL_DEVICE_NOT_FOUND";
            case CL_DEVICE_NOT_AVAILABLE -> "CL_DEVICE_NOT_AVAILABLE";
            case -3 -> "CL_COMPILER_NOT_AVAILABLE";
            case CL_MEM_OBJECT_ALLOCATION_FAILURE -> "CL_MEM_OBJECT_ALLOCATION_FAILURE";
            case CL_OUT_OF_RESOURCES -> "CL_OUT_OF_RESOURCES";
            case CL_OUT_OF_HOST_MEMORY -> "CL_OUT_OF_HOST_MEMORY";
            case -7 -> "CL_PROFILING_INFO_NOT_AVAILABLE";
            case -8 -> "CL_MEM_COPY_OVERLAP";
            case -9 -> "CL_IMAGE_FORMAT_MISMATCH";
            case -10 -> "CL_IMAGE_FORMAT_NOT_SUPPORTED";
            case CL_BUILD_PROGRAM_FAILURE -> "CL_BUILD_PROGRAM_FAILURE";
            case -12 -> "CL_MAP_FAILURE";
            case -13 -> "CL_MISALIGNED_SUB_BUFFER_OFFSET";
            case CL_EXEC_STATUS_ERROR_FOR_EVENTS_IN_WAIT_LIST -> "CL_EXEC_STATUS_ERROR_FOR_EVENTS_IN_WAIT_LIST";
            case -15 -> "CL_COMPILE_PROGRAM_FAILURE";
            case -16 -> "CL_LINKER_NOT_AVAILABLE";
            case -17 -> "CL_LINK_PROGRAM_FAILURE";
            case -18 -> "CL_DEVICE_PARTITION_FAILED";
            case -19 -> "CL_KERNEL_ARG_INFO_NOT_AVAILABLE";
            case -30 -> "CL_INVALID_VALUE";
            case -31 -> "CL_INVALID_DEVICE_TYPE";
            case -32 -> "CL_INVALID_PLATFORM";
            case CL_INVALID_DEVICE -> "CL_INVALID_DEVICE";
            case CL_INVALID_CONTEXT -> "CL_INVALID_CONTEXT";
            case -35 -> "CL_INVALID_QUEUE_PROPERTIES";
            case CL_INVALID_COMMAND_QUEUE -> "CL_INVALID_COMMAND_QUEUE";
            case -37 -> "CL_INVALID_HOST_PTR";
            case -38 -> "CL_INVALID_MEM_OBJECT";
            case -39 -> "CL_INVALID_IMAGE_FORMAT_DESCRIPTOR";
            case -40 -> "CL_INVALID_IMAGE_SIZE";
            case -41 -> "CL_INVALID_SAMPLER";
            case -42 -> "CL_INVALID_BINARY";
            case -43 -> "CL_INVALID_BUILD_OPTIONS";
            case -44 -> "CL_INVALID_PROGRAM";
            case -45 -> "CL_INVALID_PROGRAM_EXECUTABLE";
            case -46 -> "CL_INVALID_KERNEL_NAME";
            case -47 -> "CL_INVALID_KERNEL_DEFINITION";
            case -48 -> "CL_INVALID_KERNEL";
            case -49 -> "CL_INVALID_ARG_INDEX";
            case -50 -> "CL_INVALID_ARG_VALUE";
            case -51 -> "CL_INVALID_ARG_SIZE";
            case -52 -> "CL_INVALID_KERNEL_ARGS";
            case -53 -> "CL_INVALID_WORK_DIMENSION";
            case -54 -> "CL_INVALID_WORK_GROUP_SIZE";
            case -55 -> "CL_INVALID_WORK_ITEM_SIZE";
            case -56 -> "CL_INVALID_GLOBAL_OFFSET";
            case -57 -> "CL_INVALID_EVENT_WAIT_LIST";
            case -58 -> "CL_INVALID_EVENT";
            case -59 -> "CL_INVALID_OPERATION";
            case -60 -> "CL_INVALID_GL_OBJECT";
            case -61 -> "CL_INVALID_BUFFER_SIZE";
            case -62 -> "CL_INVALID_MIP_LEVEL";
            case -63 -> "CL_INVALID_GLOBAL_WORK_SIZE";
            case -64 -> "CL_INVALID_PROPERTY";
            case -65 -> "CL_INVALID_IMAGE_DESCRIPTOR";
            case -66 -> "CL_INVALID_COMPILER_OPTIONS";
            case -67 -> "CL_INVALID_LINKER_OPTIONS";
            case -68 -> "CL_INVALID_DEVICE_PARTITION_COUNT";
            case -69 -> "CL_INVALID_PIPE_SIZE";
            case -70 -> "CL_INVALID_DEVICE_QUEUE";
            case -71 -> "CL_INVALID_SPEC_ID";
            case -72 -> "CL_MAX_SIZE_RESTRICTION_EXCEEDED";
            case CL_PLATFORM_NOT_FOUND_KHR -> "CL_PLATFORM_NOT_FOUND_KHR";
            case -1057 -> "CL_DEVICE_PARTITION_FAILED_EXT";
            case CL_ILLEGAL_READ_OR_WRITE_NV -> "CL_ILLEGAL_READ_OR_WRITE_NV";
            default -> "unknown error";
        };
    }
}
