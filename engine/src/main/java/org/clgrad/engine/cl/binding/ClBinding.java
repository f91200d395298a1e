package org.clgrad.engine.cl.binding;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.clgrad.engine.cl.binding.ClHandle.Context;
import org.clgrad.engine.cl.binding.ClHandle.Device;
import org.clgrad.engine.cl.binding.ClHandle.Event;
import org.clgrad.engine.cl.binding.ClHandle.Kernel;
import org.clgrad.engine.cl.binding.ClHandle.Mem;
import org.clgrad.engine.cl.binding.ClHandle.Platform;
import org.clgrad.engine.cl.binding.ClHandle.Program;
import org.clgrad.engine.cl.binding.ClHandle.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The part of OpenCL 1.2 that clgrad uses, over one way of calling native code from Java.
 *
 * <p>An implementation translates and does nothing else: no caching, no retries, no policy. It is cheap to make and
 * loads its native library when first asked something. Numbers for flags and parameters are in {@link Cl}.
 *
 * <p>Every call throws {@link ClException} when OpenCL reports an error. All calls are thread-safe, except that the
 * arguments of one {@link Kernel} must be set and enqueued by one thread at a time. Queues run in order.
 */
public interface ClBinding {

    /** The bindings on the class path, in order of preference, whether or not they can be used here. */
    static List<ClBinding> installed() {
        List<ClBinding> installed = new ArrayList<>();
        Iterator<ClBinding> providers = ServiceLoader.load(ClBinding.class, ClBinding.class.getClassLoader())
                .iterator();
        while (true) {
            try {
                if (!providers.hasNext()) {
                    return List.copyOf(installed);
                }
                installed.add(providers.next());
            } catch (ServiceConfigurationError e) {
                // A distribution may leave out the jar that a binding is made over; then the binding is not installed.
                if (!(e.getCause() instanceof NoClassDefFoundError)) {
                    throw e;
                }
            }
        }
    }

    /** What a user calls it: {@code lwjgl} or {@code jocl}. */
    String name();

    /**
     * Loads the native library if that was not done yet. Empty when the binding can be used; otherwise why not, in one
     * line. Never throws.
     */
    Optional<String> unavailableReason();

    // ---- What there is

    /**
     * All platforms that the loader knows; empty when there are none.
     *
     * @throws IllegalStateException if the binding is {@linkplain #unavailableReason() not available}
     */
    List<Platform> platforms();

    /** A text parameter of {@code clGetPlatformInfo}. */
    String platformString(Platform platform, int param);

    /** All devices of a platform, of every type; empty when there are none. */
    List<Device> devices(Platform platform);

    /** A text parameter of {@code clGetDeviceInfo}. */
    String deviceString(Device device, int param);

    /** A {@code cl_uint} or {@code cl_bool} parameter (4 bytes). */
    int deviceInt(Device device, int param);

    /** A {@code cl_ulong} or bit-field parameter (8 bytes). */
    long deviceLong(Device device, int param);

    /** A {@code size_t} parameter (as wide as a pointer). */
    long deviceSize(Device device, int param);

    /** A {@code size_t[]} parameter. */
    long[] deviceSizes(Device device, int param);

    /** Splits a device equally into devices of {@code computeUnits} each; what does not divide stays unused. */
    List<Device> createSubDevices(Device device, int computeUnits);

    // ---- Making things

    /** A context of one device. */
    Context createContext(Device device);

    /** An in-order queue; with {@code profiling} its events know their {@link #eventTimes times}. */
    Queue createQueue(Context context, Device device, boolean profiling);

    /** A buffer of {@code bytes} bytes (at least 1), not initialised; {@code flags} such as {@link Cl#CL_MEM_READ_WRITE}. */
    Mem createBuffer(Context context, long flags, long bytes);

    /**
     * Compiles OpenCL C for one device.
     *
     * @throws ClBuildException with log and options, if the compiler refuses
     */
    Program buildProgram(Context context, Device device, String source, String options);

    /**
     * What the driver made of a program of one device, for {@link #loadProgram}; empty where it gives nothing. May take as
     * long as building it: a driver may compile here what it otherwise compiles on the first launch.
     */
    byte[] programBinary(Program program);

    /**
     * The program of which {@link #programBinary} was asked, on the same device with the same driver. A driver may refuse
     * anything else, and may crash on it.
     *
     * @throws ClException if the driver refuses
     */
    Program loadProgram(Context context, Device device, byte[] binary, String options);

    /** A new kernel object, with no arguments set. */
    Kernel createKernel(Program program, String name);

    /** What the compiler made of the kernel on this device. */
    KernelLimits kernelLimits(Kernel kernel, Device device);

    // ---- Arguments

    /** Sets a {@code global} or {@code constant} pointer argument. */
    void setArgMem(Kernel kernel, int index, Mem value);

    /** Sets an {@code int} or {@code uint} argument. */
    void setArgInt(Kernel kernel, int index, int value);

    /** Sets a {@code long} or {@code ulong} argument. */
    void setArgLong(Kernel kernel, int index, long value);

    /** Sets a {@code float} argument. */
    void setArgFloat(Kernel kernel, int index, float value);

    /** Sets a {@code double} argument. */
    void setArgDouble(Kernel kernel, int index, double value);

    /** Sets a {@code local} pointer argument: its size. */
    void setArgLocal(Kernel kernel, int index, long bytes);

    // ---- Commands
    //
    // Each returns its event when wantEvent, otherwise null. Host memory is a direct buffer: the bytes from position to
    // limit, in the order of the machine, position left as it is. When not blocking, the caller keeps the buffer
    // reachable, and its bytes alone, until the command is complete.

    /**
     * Runs a kernel over {@code global} work-items in each of 1 to 3 dimensions.
     *
     * @param local work-items of a work-group, each a divisor of its {@code global}; null leaves it to OpenCL
     */
    default @Nullable Event enqueueKernel(
            Queue queue, Kernel kernel, long[] global, long @Nullable [] local, boolean wantEvent) {
        return enqueueKernel(queue, kernel, null, global, local, wantEvent);
    }

    /**
     * As above.
     *
     * @param offset the global id of the first work-item in each dimension; null for 0
     */
    @Nullable
    Event enqueueKernel(
            Queue queue,
            Kernel kernel,
            long @Nullable [] offset,
            long[] global,
            long @Nullable [] local,
            boolean wantEvent);

    /**
     * Copies from {@code source + byteOffset} to the host.
     *
     * @throws IllegalArgumentException if {@code target} is not a direct, writable buffer
     */
    @Nullable
    Event enqueueRead(Queue queue, Mem source, long byteOffset, ByteBuffer target, boolean blocking, boolean wantEvent);

    /**
     * Copies from the host to {@code target + byteOffset}.
     *
     * @throws IllegalArgumentException if {@code source} is not a direct buffer
     */
    @Nullable
    Event enqueueWrite(
            Queue queue, Mem target, long byteOffset, ByteBuffer source, boolean blocking, boolean wantEvent);

    /** Waits until all commands of the queue are complete. */
    void finish(Queue queue);

    // ---- Events

    /**
     * Whether the command is complete, without waiting.
     *
     * @throws ClException if the command was ended by an error
     */
    boolean isComplete(Event event);

    /** Waits until the command is complete. */
    void waitFor(Event event);

    /** The times of a complete command of a profiling queue. */
    EventTimes eventTimes(Event event);

    // ---- Giving back

    /** Releases a handle. OpenCL keeps the object for as long as commands under way need it. */
    void release(ClHandle.Owned handle);
}
