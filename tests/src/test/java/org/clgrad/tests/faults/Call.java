package org.clgrad.tests.faults;

import static org.clgrad.engine.cl.binding.Cl.CL_BUILD_PROGRAM_FAILURE;
import static org.clgrad.engine.cl.binding.Cl.CL_DEVICE_NOT_AVAILABLE;
import static org.clgrad.engine.cl.binding.Cl.CL_EXEC_STATUS_ERROR_FOR_EVENTS_IN_WAIT_LIST;
import static org.clgrad.engine.cl.binding.Cl.CL_ILLEGAL_READ_OR_WRITE_NV;
import static org.clgrad.engine.cl.binding.Cl.CL_INVALID_COMMAND_QUEUE;
import static org.clgrad.engine.cl.binding.Cl.CL_INVALID_CONTEXT;
import static org.clgrad.engine.cl.binding.Cl.CL_INVALID_DEVICE;
import static org.clgrad.engine.cl.binding.Cl.CL_MEM_OBJECT_ALLOCATION_FAILURE;
import static org.clgrad.engine.cl.binding.Cl.CL_OUT_OF_HOST_MEMORY;
import static org.clgrad.engine.cl.binding.Cl.CL_OUT_OF_RESOURCES;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.clgrad.engine.cl.binding.ClHandle;

/**
 * The OpenCL calls that a device makes, each with the errors that it plausibly ends with: those that the specification of
 * OpenCL 1.2 lists for it and that do not say that clgrad made a mistake no test would miss, and what drivers are known
 * to return besides.
 */
enum Call {
    CREATE_CONTEXT("clCreateContext", Part.OPENING, CL_DEVICE_NOT_AVAILABLE, CL_INVALID_DEVICE),
    CREATE_QUEUE("clCreateCommandQueue", Part.OPENING, CL_INVALID_CONTEXT, CL_INVALID_DEVICE),
    CREATE_BUFFER("clCreateBuffer", Part.OTHER, CL_MEM_OBJECT_ALLOCATION_FAILURE, CL_INVALID_CONTEXT, -61),
    BUILD_PROGRAM("clBuildProgram", Part.LAUNCH, CL_BUILD_PROGRAM_FAILURE, -3, -59, CL_DEVICE_NOT_AVAILABLE),
    CREATE_KERNEL("clCreateKernel", Part.LAUNCH, -45, -46, -47),
    KERNEL_INFO("clGetKernelWorkGroupInfo", Part.LAUNCH, -30, -48, CL_INVALID_DEVICE),
    SET_ARGUMENT("clSetKernelArg", Part.LAUNCH, -38, -50, -51),
    ENQUEUE_KERNEL(
            "clEnqueueNDRangeKernel",
            Part.LAUNCH,
            CL_MEM_OBJECT_ALLOCATION_FAILURE,
            CL_INVALID_COMMAND_QUEUE,
            CL_ILLEGAL_READ_OR_WRITE_NV,
            -45,
            -52,
            -54),
    ENQUEUE_READ(
            "clEnqueueReadBuffer",
            Part.OTHER,
            CL_MEM_OBJECT_ALLOCATION_FAILURE,
            CL_EXEC_STATUS_ERROR_FOR_EVENTS_IN_WAIT_LIST,
            CL_INVALID_COMMAND_QUEUE,
            CL_ILLEGAL_READ_OR_WRITE_NV,
            -38),
    ENQUEUE_WRITE(
            "clEnqueueWriteBuffer",
            Part.OTHER,
            CL_MEM_OBJECT_ALLOCATION_FAILURE,
            CL_INVALID_COMMAND_QUEUE,
            CL_INVALID_CONTEXT,
            -38),
    FINISH("clFinish", Part.WAIT, CL_INVALID_COMMAND_QUEUE, CL_ILLEGAL_READ_OR_WRITE_NV, CL_DEVICE_NOT_AVAILABLE),
    EVENT_STATUS("clGetEventInfo", Part.WAIT, CL_EXEC_STATUS_ERROR_FOR_EVENTS_IN_WAIT_LIST, -58),
    WAIT("clWaitForEvents", Part.WAIT, CL_EXEC_STATUS_ERROR_FOR_EVENTS_IN_WAIT_LIST, -58),
    EVENT_TIMES("clGetEventProfilingInfo", Part.REPORT, -7, -58),
    RELEASE_EVENT("clReleaseEvent", Part.RELEASE, -58),
    RELEASE_BUFFER("clReleaseMemObject", Part.RELEASE, -38),
    RELEASE_KERNEL("clReleaseKernel", Part.RELEASE, -48),
    RELEASE_PROGRAM("clReleaseProgram", Part.RELEASE, -44),
    RELEASE_QUEUE("clReleaseCommandQueue", Part.RELEASE, CL_INVALID_COMMAND_QUEUE),
    RELEASE_CONTEXT("clReleaseContext", Part.RELEASE, CL_INVALID_CONTEXT);

    /** What a call is part of, which decides what its failure means. */
    enum Part {
        /** Opening the device. */
        OPENING,
        /** Running a routine, whose name a failure must tell. */
        LAUNCH,
        /** Waiting for the device: if that fails for good, nobody knows what has been carried out. */
        WAIT,
        /** Telling a listener how long launches took. */
        REPORT,
        /** Giving back what is not needed any more. */
        RELEASE,
        OTHER
    }

    private final String function;
    private final Part part;

    @SuppressWarnings("ImmutableEnumChecker") // a copy, which nobody can change
    private final List<Integer> codes;

    Call(String function, Part part, int... codes) {
        this.function = function;
        this.part = part;
        // Every call may find the resources of the device or the host exhausted.
        List<Integer> all = new ArrayList<>(List.of(CL_OUT_OF_RESOURCES, CL_OUT_OF_HOST_MEMORY));
        IntStream.of(codes).forEach(all::add);
        this.codes = List.copyOf(all);
    }

    /** The C function. */
    String function() {
        return function;
    }

    Part part() {
        return part;
    }

    /** The errors. */
    List<Integer> codes() {
        return codes;
    }

    static Call release(ClHandle.Owned handle) {
        if (handle instanceof ClHandle.Event) {
            return RELEASE_EVENT;
        } else if (handle instanceof ClHandle.Mem) {
            return RELEASE_BUFFER;
        } else if (handle instanceof ClHandle.Kernel) {
            return RELEASE_KERNEL;
        } else if (handle instanceof ClHandle.Program) {
            return RELEASE_PROGRAM;
        } else if (handle instanceof ClHandle.Queue) {
            return RELEASE_QUEUE;
        } else if (handle instanceof ClHandle.Context) {
            return RELEASE_CONTEXT;
        }
        throw new IllegalArgumentException("no test releases " + handle);
    }
}
