package org.clgrad.engine.cl.lwjgl;

import static org.clgrad.engine.cl.binding.Cl.CL_DEVICE_TYPE_ALL;
import static org.clgrad.engine.cl.binding.Cl.CL_PLATFORM_NOT_FOUND_KHR;
import static org.clgrad.engine.cl.binding.ClException.check;
import static org.clgrad.engine.cl.lwjgl.LwjglHandle.address;
import static org.lwjgl.opencl.CL12.*;
import static org.lwjgl.system.MemoryStack.stackPush;
import static org.lwjgl.system.MemoryUtil.NULL;
import static org.lwjgl.system.MemoryUtil.memAddress;
import static org.lwjgl.system.MemoryUtil.memGetAddress;
import static org.lwjgl.system.MemoryUtil.memGetInt;
import static org.lwjgl.system.MemoryUtil.memPutAddress;
import static org.lwjgl.system.Pointer.POINTER_SIZE;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.clgrad.engine.cl.binding.ClBinding;
import org.clgrad.engine.cl.binding.ClException;
import org.clgrad.engine.cl.binding.ClHandle;
import org.clgrad.engine.cl.binding.ClHandle.Context;
import org.clgrad.engine.cl.binding.ClHandle.Device;
import org.clgrad.engine.cl.binding.ClHandle.Event;
import org.clgrad.engine.cl.binding.ClHandle.Kernel;
import org.clgrad.engine.cl.binding.ClHandle.Mem;
import org.clgrad.engine.cl.binding.ClHandle.Platform;
import org.clgrad.engine.cl.binding.ClHandle.Program;
import org.clgrad.engine.cl.binding.ClHandle.Queue;
import org.clgrad.engine.cl.binding.EventTimes;
import org.clgrad.engine.cl.binding.KernelLimits;
import org.jspecify.annotations.Nullable;
import org.lwjgl.system.MemoryStack;

/**
 * OpenCL through LWJGL.
 *
 * <p>Uses LWJGL's raw functions (prefix {@code n}) with LWJGL's thread-local memory stack, so that setting an argument
 * and enqueueing a kernel make no garbage.
 */
public final class LwjglBinding implements ClBinding {

    /** Made by {@link java.util.ServiceLoader}. */
    public LwjglBinding() {}

    @Override
    public String name() {
        return "lwjgl";
    }

    @Override
    public Optional<String> unavailableReason() {
        return OpenClLibrary.failure();
    }

    // ---- What there is

    @Override
    public List<Platform> platforms() {
        unavailableReason().ifPresent(reason -> {
            throw new IllegalStateException("binding " + name() + " is not available: " + reason);
        });
        IdQuery all = (room, ids, count) -> nclGetPlatformIDs(room, ids, count);
        return all.ids("clGetPlatformIDs", CL_PLATFORM_NOT_FOUND_KHR)
                .<Platform>mapToObj(LwjglHandle.Platform::new)
                .toList();
    }

    @Override
    public String platformString(Platform platform, int param) {
        InfoQuery info = (room, target, size) -> nclGetPlatformInfo(address(platform), param, room, target, size);
        return info.text("clGetPlatformInfo");
    }

    @Override
    public List<Device> devices(Platform platform) {
        long owner = address(platform);
        IdQuery all = (room, ids, count) -> nclGetDeviceIDs(owner, CL_DEVICE_TYPE_ALL, room, ids, count);
        return all.ids("clGetDeviceIDs", CL_DEVICE_NOT_FOUND)
                .<Device>mapToObj(id -> new LwjglHandle.Device(id, owner))
                .toList();
    }

    @Override
    public String deviceString(Device device, int param) {
        return deviceInfo(device, param).text("clGetDeviceInfo");
    }

    @Override
    public int deviceInt(Device device, int param) {
        return (int) deviceInfo(device, param).number("clGetDeviceInfo", Integer.BYTES);
    }

    @Override
    public long deviceLong(Device device, int param) {
        return deviceInfo(device, param).number("clGetDeviceInfo", Long.BYTES);
    }

    @Override
    public long deviceSize(Device device, int param) {
        return deviceInfo(device, param).number("clGetDeviceInfo", POINTER_SIZE);
    }

    @Override
    public long[] deviceSizes(Device device, int param) {
        return deviceInfo(device, param).sizes("clGetDeviceInfo");
    }

    private static InfoQuery deviceInfo(Device device, int param) {
        return (room, target, size) -> nclGetDeviceInfo(address(device), param, room, target, size);
    }

    @Override
    public List<Device> createSubDevices(Device device, int computeUnits) {
        try (MemoryStack stack = stackPush()) {
            long properties = pointers(stack, CL_DEVICE_PARTITION_EQUALLY, computeUnits, 0);
            IdQuery parts = (room, ids, count) -> nclCreateSubDevices(address(device), properties, room, ids, count);
            long platform = ((LwjglHandle.Device) device).platform();
            return parts.ids("clCreateSubDevices", CL_SUCCESS)
                    .<Device>mapToObj(id -> new LwjglHandle.Device(id, platform))
                    .toList();
        }
    }

    // ---- Making things

    @Override
    public Context createContext(Device device) {
        try (MemoryStack stack = stackPush()) {
            long properties = pointers(stack, CL_CONTEXT_PLATFORM, ((LwjglHandle.Device) device).platform(), 0);
            long error = stack.nint(CL_SUCCESS);
            long context = nclCreateContext(properties, 1, stack.npointer(address(device)), NULL, NULL, error);
            check("clCreateContext", memGetInt(error));
            return new LwjglHandle.Context(context);
        }
    }

    @Override
    public Queue createQueue(Context context, Device device, boolean profiling) {
        try (MemoryStack stack = stackPush()) {
            long error = stack.nint(CL_SUCCESS);
            long properties = profiling ? CL_QUEUE_PROFILING_ENABLE : 0;
            long queue = nclCreateCommandQueue(address(context), address(device), properties, error);
            check("clCreateCommandQueue", memGetInt(error));
            return new LwjglHandle.Queue(queue);
        }
    }

    @Override
    public Mem createBuffer(Context context, long flags, long bytes) {
        try (MemoryStack stack = stackPush()) {
            long error = stack.nint(CL_SUCCESS);
            long mem = nclCreateBuffer(address(context), flags, bytes, NULL, error);
            if (memGetInt(error) != CL_SUCCESS) {
                throw new ClException("clCreateBuffer", memGetInt(error), bytes + " bytes");
            }
            return new LwjglHandle.Mem(mem);
        }
    }

    @Override
    public Program buildProgram(Context context, Device device, String source, String options) {
        return LwjglPrograms.build(context, device, source, options);
    }

    @Override
    public byte[] programBinary(Program program) {
        return LwjglPrograms.binary(program);
    }

    @Override
    public Program loadProgram(Context context, Device device, byte[] binary, String options) {
        return LwjglPrograms.load(context, device, binary, options);
    }

    @Override
    public Kernel createKernel(Program program, String name) {
        try (MemoryStack stack = stackPush()) {
            long error = stack.nint(CL_SUCCESS);
            long kernel = nclCreateKernel(address(program), memAddress(stack.UTF8(name)), error);
            if (memGetInt(error) != CL_SUCCESS) {
                throw new ClException("clCreateKernel", memGetInt(error), name);
            }
            return new LwjglHandle.Kernel(kernel, name);
        }
    }

    @Override
    public KernelLimits kernelLimits(Kernel kernel, Device device) {
        return new KernelLimits(
                kernelInfo(kernel, device, CL_KERNEL_WORK_GROUP_SIZE, POINTER_SIZE),
                kernelInfo(kernel, device, CL_KERNEL_PREFERRED_WORK_GROUP_SIZE_MULTIPLE, POINTER_SIZE),
                kernelInfo(kernel, device, CL_KERNEL_LOCAL_MEM_SIZE, Long.BYTES),
                kernelInfo(kernel, device, CL_KERNEL_PRIVATE_MEM_SIZE, Long.BYTES));
    }

    private static long kernelInfo(Kernel kernel, Device device, int param, int widthBytes) {
        InfoQuery info = (room, target, size) ->
                nclGetKernelWorkGroupInfo(address(kernel), address(device), param, room, target, size);
        return info.number("clGetKernelWorkGroupInfo", widthBytes);
    }

    // ---- Arguments

    @Override
    public void setArgMem(Kernel kernel, int index, Mem value) {
        try (MemoryStack stack = stackPush()) {
            setArg(kernel, index, POINTER_SIZE, stack.npointer(address(value)));
        }
    }

    @Override
    public void setArgInt(Kernel kernel, int index, int value) {
        try (MemoryStack stack = stackPush()) {
            setArg(kernel, index, Integer.BYTES, stack.nint(value));
        }
    }

    @Override
    public void setArgLong(Kernel kernel, int index, long value) {
        try (MemoryStack stack = stackPush()) {
            setArg(kernel, index, Long.BYTES, stack.nlong(value));
        }
    }

    @Override
    public void setArgFloat(Kernel kernel, int index, float value) {
        try (MemoryStack stack = stackPush()) {
            setArg(kernel, index, Float.BYTES, stack.nfloat(value));
        }
    }

    @Override
    public void setArgDouble(Kernel kernel, int index, double value) {
        try (MemoryStack stack = stackPush()) {
            setArg(kernel, index, Double.BYTES, stack.ndouble(value));
        }
    }

    @Override
    public void setArgLocal(Kernel kernel, int index, long bytes) {
        setArg(kernel, index, bytes, NULL);
    }

    private static void setArg(Kernel kernel, int index, long bytes, long value) {
        int error = nclSetKernelArg(address(kernel), index, bytes, value);
        if (error != CL_SUCCESS) {
            throw new ClException(
                    "clSetKernelArg", error, "argument " + index + " of " + name(kernel) + ", " + bytes + " bytes");
        }
    }

    // ---- Commands

    @Override
    public @Nullable Event enqueueKernel(
            Queue queue,
            Kernel kernel,
            long @Nullable [] offset,
            long[] global,
            long @Nullable [] local,
            boolean wantEvent) {
        try (MemoryStack stack = stackPush()) {
            long event = eventSlot(stack, wantEvent);
            long first = offset == null ? NULL : pointers(stack, offset);
            long sizes = pointers(stack, global);
            long groupSizes = local == null ? NULL : pointers(stack, local);
            int error = nclEnqueueNDRangeKernel(
                    address(queue), address(kernel), global.length, first, sizes, groupSizes, 0, NULL, event);
            if (error != CL_SUCCESS) {
                String sizesText = "global " + Arrays.toString(global) + ", local " + Arrays.toString(local);
                throw new ClException("clEnqueueNDRangeKernel", error, name(kernel) + ", " + sizesText);
            }
            return event(event);
        }
    }

    @Override
    public @Nullable Event enqueueRead(
            Queue queue, Mem source, long byteOffset, ByteBuffer target, boolean blocking, boolean wantEvent) {
        if (target.isReadOnly()) {
            throw new IllegalArgumentException("enqueueRead: target is read-only");
        }
        long host = hostAddress(target);
        try (MemoryStack stack = stackPush()) {
            long event = eventSlot(stack, wantEvent);
            int wait = blocking ? 1 : 0;
            int bytes = target.remaining();
            int error = nclEnqueueReadBuffer(
                    address(queue), address(source), wait, byteOffset, bytes, host, 0, NULL, event);
            if (error != CL_SUCCESS) {
                throw new ClException("clEnqueueReadBuffer", error, bytes + " bytes at " + byteOffset);
            }
            return event(event);
        }
    }

    @Override
    public @Nullable Event enqueueWrite(
            Queue queue, Mem target, long byteOffset, ByteBuffer source, boolean blocking, boolean wantEvent) {
        long host = hostAddress(source);
        try (MemoryStack stack = stackPush()) {
            long event = eventSlot(stack, wantEvent);
            int wait = blocking ? 1 : 0;
            int bytes = source.remaining();
            int error = nclEnqueueWriteBuffer(
                    address(queue), address(target), wait, byteOffset, bytes, host, 0, NULL, event);
            if (error != CL_SUCCESS) {
                throw new ClException("clEnqueueWriteBuffer", error, bytes + " bytes at " + byteOffset);
            }
            return event(event);
        }
    }

    @Override
    public void finish(Queue queue) {
        check("clFinish", clFinish(address(queue)));
    }

    // ---- Events

    @Override
    public boolean isComplete(Event event) {
        InfoQuery status = (room, target, size) ->
                nclGetEventInfo(address(event), CL_EVENT_COMMAND_EXECUTION_STATUS, room, target, size);
        int value = (int) status.number("clGetEventInfo", Integer.BYTES);
        if (value < 0) {
            throw new ClException("clGetEventInfo", value, "the command failed");
        }
        return value == CL_COMPLETE;
    }

    @Override
    public void waitFor(Event event) {
        check("clWaitForEvents", clWaitForEvents(address(event)));
    }

    @Override
    public EventTimes eventTimes(Event event) {
        return new EventTimes(
                time(event, CL_PROFILING_COMMAND_QUEUED),
                time(event, CL_PROFILING_COMMAND_SUBMIT),
                time(event, CL_PROFILING_COMMAND_START),
                time(event, CL_PROFILING_COMMAND_END));
    }

    private static long time(Event event, int param) {
        InfoQuery time = (room, target, size) -> nclGetEventProfilingInfo(address(event), param, room, target, size);
        return time.number("clGetEventProfilingInfo", Long.BYTES);
    }

    // ---- Giving back

    @Override
    public void release(ClHandle.Owned handle) {
        long address = address(handle);
        if (handle instanceof Event) {
            check("clReleaseEvent", clReleaseEvent(address));
        } else if (handle instanceof Mem) {
            check("clReleaseMemObject", clReleaseMemObject(address));
        } else if (handle instanceof Kernel) {
            check("clReleaseKernel", clReleaseKernel(address));
        } else if (handle instanceof Program) {
            check("clReleaseProgram", clReleaseProgram(address));
        } else if (handle instanceof Queue) {
            check("clReleaseCommandQueue", clReleaseCommandQueue(address));
        } else if (handle instanceof Context) {
            check("clReleaseContext", clReleaseContext(address));
        } else {
            check("clReleaseDevice", clReleaseDevice(address));
        }
    }

    // ---- Across the border

    private static String name(Kernel kernel) {
        return "kernel " + ((LwjglHandle.Kernel) kernel).name();
    }

    private static long hostAddress(ByteBuffer buffer) {
        if (!buffer.isDirect()) {
            throw new IllegalArgumentException("host memory for OpenCL must be a direct buffer, got " + buffer);
        }
        return memAddress(buffer);
    }

    /** The values as consecutive pointer-sized words. */
    private static long pointers(MemoryStack stack, long... values) {
        long words = stack.nmalloc(POINTER_SIZE, values.length * POINTER_SIZE);
        for (int i = 0; i < values.length; i++) {
            memPutAddress(words + (long) i * POINTER_SIZE, values[i]);
        }
        return words;
    }

    private static long eventSlot(MemoryStack stack, boolean wanted) {
        return wanted ? stack.npointer(NULL) : NULL;
    }

    private static @Nullable Event event(long slot) {
        return slot == NULL ? null : new LwjglHandle.Event(memGetAddress(slot));
    }
}
