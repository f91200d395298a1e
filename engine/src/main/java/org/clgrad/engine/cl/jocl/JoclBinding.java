package org.clgrad.engine.cl.jocl;

import static org.clgrad.engine.cl.binding.Cl.CL_DEVICE_TYPE_ALL;
import static org.clgrad.engine.cl.binding.Cl.CL_PLATFORM_NOT_FOUND_KHR;
import static org.clgrad.engine.cl.binding.ClException.check;
import static org.clgrad.engine.cl.jocl.JoclHandle.id;
import static org.jocl.CL.*;

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
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_command_queue;
import org.jocl.cl_context;
import org.jocl.cl_context_properties;
import org.jocl.cl_device_id;
import org.jocl.cl_device_partition_property;
import org.jocl.cl_event;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;
import org.jocl.cl_platform_id;
import org.jspecify.annotations.Nullable;

/**
 * OpenCL through JOCL. Several times slower per call than LWJGL (about 1 µs an argument, most of it JOCL's own JNI), and
 * otherwise the same.
 */
public final class JoclBinding implements ClBinding {

    /** Made by {@link java.util.ServiceLoader}. */
    public JoclBinding() {}

    @Override
    public String name() {
        return "jocl";
    }

    @Override
    public Optional<String> unavailableReason() {
        return JoclLibrary.failure();
    }

    // ---- What there is

    @Override
    public List<Platform> platforms() {
        unavailableReason().ifPresent(reason -> {
            throw new IllegalStateException("binding " + name() + " is not available: " + reason);
        });
        int[] count = new int[1];
        int error = clGetPlatformIDs(0, null, count);
        if (error == CL_PLATFORM_NOT_FOUND_KHR || count[0] == 0) {
            return List.of();
        }
        check("clGetPlatformIDs", error);
        cl_platform_id[] ids = new cl_platform_id[count[0]];
        check("clGetPlatformIDs", clGetPlatformIDs(ids.length, ids, null));
        return Arrays.stream(ids).<Platform>map(JoclHandle.Platform::new).toList();
    }

    @Override
    public String platformString(Platform platform, int param) {
        InfoQuery info = (room, target, size) -> clGetPlatformInfo(id(platform), param, room, target, size);
        return info.text("clGetPlatformInfo");
    }

    @Override
    public List<Device> devices(Platform platform) {
        int[] count = new int[1];
        int error = clGetDeviceIDs(id(platform), CL_DEVICE_TYPE_ALL, 0, null, count);
        if (error == CL_DEVICE_NOT_FOUND) {
            return List.of();
        }
        check("clGetDeviceIDs", error);
        cl_device_id[] ids = new cl_device_id[count[0]];
        check("clGetDeviceIDs", clGetDeviceIDs(id(platform), CL_DEVICE_TYPE_ALL, ids.length, ids, null));
        return devices(ids, id(platform));
    }

    private static List<Device> devices(cl_device_id[] ids, cl_platform_id platform) {
        return Arrays.stream(ids)
                .<Device>map(id -> new JoclHandle.Device(id, platform))
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
        return deviceInfo(device, param).number("clGetDeviceInfo", Sizeof.size_t);
    }

    @Override
    public long[] deviceSizes(Device device, int param) {
        return deviceInfo(device, param).sizes("clGetDeviceInfo");
    }

    private static InfoQuery deviceInfo(Device device, int param) {
        return (room, target, size) -> clGetDeviceInfo(id(device), param, room, target, size);
    }

    @Override
    public List<Device> createSubDevices(Device device, int computeUnits) {
        cl_device_partition_property equally = new cl_device_partition_property();
        equally.addProperty(CL_DEVICE_PARTITION_EQUALLY, computeUnits);
        int[] count = new int[1];
        check("clCreateSubDevices", clCreateSubDevices(id(device), equally, 0, null, count));
        cl_device_id[] ids = new cl_device_id[count[0]];
        check("clCreateSubDevices", clCreateSubDevices(id(device), equally, ids.length, ids, null));
        return devices(ids, ((JoclHandle.Device) device).platform());
    }

    // ---- Making things

    @Override
    public Context createContext(Device device) {
        cl_context_properties properties = new cl_context_properties();
        properties.addProperty(CL_CONTEXT_PLATFORM, ((JoclHandle.Device) device).platform());
        int[] error = new int[1];
        cl_context context = clCreateContext(properties, 1, new cl_device_id[] {id(device)}, null, null, error);
        check("clCreateContext", error[0]);
        return new JoclHandle.Context(context);
    }

    @Override
    @SuppressWarnings("deprecation") // its successor is missing from OpenCL 1.2
    public Queue createQueue(Context context, Device device, boolean profiling) {
        int[] error = new int[1];
        long properties = profiling ? CL_QUEUE_PROFILING_ENABLE : 0;
        cl_command_queue queue = clCreateCommandQueue(id(context), id(device), properties, error);
        check("clCreateCommandQueue", error[0]);
        return new JoclHandle.Queue(queue);
    }

    @Override
    public Mem createBuffer(Context context, long flags, long bytes) {
        int[] error = new int[1];
        cl_mem mem = clCreateBuffer(id(context), flags, bytes, null, error);
        if (error[0] != CL_SUCCESS) {
            throw new ClException("clCreateBuffer", error[0], bytes + " bytes");
        }
        return new JoclHandle.Mem(mem);
    }

    @Override
    public Program buildProgram(Context context, Device device, String source, String options) {
        return JoclPrograms.build(context, device, source, options);
    }

    @Override
    public byte[] programBinary(Program program) {
        return JoclPrograms.binary(program);
    }

    @Override
    public Program loadProgram(Context context, Device device, byte[] binary, String options) {
        return JoclPrograms.load(context, device, binary, options);
    }

    @Override
    public Kernel createKernel(Program program, String name) {
        int[] error = new int[1];
        cl_kernel kernel = clCreateKernel(id(program), name, error);
        if (error[0] != CL_SUCCESS) {
            throw new ClException("clCreateKernel", error[0], name);
        }
        return new JoclHandle.Kernel(kernel, name);
    }

    @Override
    public KernelLimits kernelLimits(Kernel kernel, Device device) {
        return new KernelLimits(
                kernelInfo(kernel, device, CL_KERNEL_WORK_GROUP_SIZE, Sizeof.size_t),
                kernelInfo(kernel, device, CL_KERNEL_PREFERRED_WORK_GROUP_SIZE_MULTIPLE, Sizeof.size_t),
                kernelInfo(kernel, device, CL_KERNEL_LOCAL_MEM_SIZE, Long.BYTES),
                kernelInfo(kernel, device, CL_KERNEL_PRIVATE_MEM_SIZE, Long.BYTES));
    }

    private static long kernelInfo(Kernel kernel, Device device, int param, int widthBytes) {
        InfoQuery info =
                (room, target, size) -> clGetKernelWorkGroupInfo(id(kernel), id(device), param, room, target, size);
        return info.number("clGetKernelWorkGroupInfo", widthBytes);
    }

    // ---- Arguments

    @Override
    public void setArgMem(Kernel kernel, int index, Mem value) {
        setArg(kernel, index, Sizeof.cl_mem, Pointer.to(id(value)));
    }

    @Override
    public void setArgInt(Kernel kernel, int index, int value) {
        setArg(kernel, index, Integer.BYTES, Pointer.to(new int[] {value}));
    }

    @Override
    public void setArgLong(Kernel kernel, int index, long value) {
        setArg(kernel, index, Long.BYTES, Pointer.to(new long[] {value}));
    }

    @Override
    public void setArgFloat(Kernel kernel, int index, float value) {
        setArg(kernel, index, Float.BYTES, Pointer.to(new float[] {value}));
    }

    @Override
    public void setArgDouble(Kernel kernel, int index, double value) {
        setArg(kernel, index, Double.BYTES, Pointer.to(new double[] {value}));
    }

    @Override
    public void setArgLocal(Kernel kernel, int index, long bytes) {
        setArg(kernel, index, bytes, null);
    }

    private static void setArg(Kernel kernel, int index, long bytes, @Nullable Pointer value) {
        int error = clSetKernelArg(id(kernel), index, bytes, value);
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
        cl_event event = wantEvent ? new cl_event() : null;
        int error = clEnqueueNDRangeKernel(id(queue), id(kernel), global.length, offset, global, local, 0, null, event);
        if (error != CL_SUCCESS) {
            String sizesText = "global " + Arrays.toString(global) + ", local " + Arrays.toString(local);
            throw new ClException("clEnqueueNDRangeKernel", error, name(kernel) + ", " + sizesText);
        }
        return handle(event);
    }

    @Override
    public @Nullable Event enqueueRead(
            Queue queue, Mem source, long byteOffset, ByteBuffer target, boolean blocking, boolean wantEvent) {
        if (target.isReadOnly()) {
            throw new IllegalArgumentException("enqueueRead: target is read-only");
        }
        Pointer host = hostPointer(target);
        cl_event event = wantEvent ? new cl_event() : null;
        int bytes = target.remaining();
        int error = clEnqueueReadBuffer(id(queue), id(source), blocking, byteOffset, bytes, host, 0, null, event);
        if (error != CL_SUCCESS) {
            throw new ClException("clEnqueueReadBuffer", error, bytes + " bytes at " + byteOffset);
        }
        return handle(event);
    }

    @Override
    public @Nullable Event enqueueWrite(
            Queue queue, Mem target, long byteOffset, ByteBuffer source, boolean blocking, boolean wantEvent) {
        Pointer host = hostPointer(source);
        cl_event event = wantEvent ? new cl_event() : null;
        int bytes = source.remaining();
        int error = clEnqueueWriteBuffer(id(queue), id(target), blocking, byteOffset, bytes, host, 0, null, event);
        if (error != CL_SUCCESS) {
            throw new ClException("clEnqueueWriteBuffer", error, bytes + " bytes at " + byteOffset);
        }
        return handle(event);
    }

    @Override
    public void finish(Queue queue) {
        check("clFinish", clFinish(id(queue)));
    }

    // ---- Events

    @Override
    public boolean isComplete(Event event) {
        InfoQuery status = (room, target, size) ->
                clGetEventInfo(id(event), CL_EVENT_COMMAND_EXECUTION_STATUS, room, target, size);
        int value = (int) status.number("clGetEventInfo", Integer.BYTES);
        if (value < 0) {
            throw new ClException("clGetEventInfo", value, "the command failed");
        }
        return value == CL_COMPLETE;
    }

    @Override
    public void waitFor(Event event) {
        check("clWaitForEvents", clWaitForEvents(1, new cl_event[] {id(event)}));
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
        InfoQuery time = (room, target, size) -> clGetEventProfilingInfo(id(event), param, room, target, size);
        return time.number("clGetEventProfilingInfo", Long.BYTES);
    }

    // ---- Giving back

    @Override
    public void release(ClHandle.Owned handle) {
        if (handle instanceof Event event) {
            check("clReleaseEvent", clReleaseEvent(id(event)));
        } else if (handle instanceof Mem mem) {
            check("clReleaseMemObject", clReleaseMemObject(id(mem)));
        } else if (handle instanceof Kernel kernel) {
            check("clReleaseKernel", clReleaseKernel(id(kernel)));
        } else if (handle instanceof Program program) {
            check("clReleaseProgram", clReleaseProgram(id(program)));
        } else if (handle instanceof Queue queue) {
            check("clReleaseCommandQueue", clReleaseCommandQueue(id(queue)));
        } else if (handle instanceof Context context) {
            check("clReleaseContext", clReleaseContext(id(context)));
        } else if (handle instanceof Device device) {
            check("clReleaseDevice", clReleaseDevice(id(device)));
        }
    }

    // ---- Across the border

    private static String name(Kernel kernel) {
        return "kernel " + ((JoclHandle.Kernel) kernel).name();
    }

    private static Pointer hostPointer(ByteBuffer buffer) {
        if (!buffer.isDirect()) {
            throw new IllegalArgumentException("host memory for OpenCL must be a direct buffer, got " + buffer);
        }
        // JOCL points at the first byte of a buffer, whatever its position.
        return Pointer.to(buffer.slice());
    }

    private static @Nullable Event handle(@Nullable cl_event event) {
        return event == null ? null : new JoclHandle.Event(event);
    }
}
