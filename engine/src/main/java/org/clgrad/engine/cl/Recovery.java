package org.clgrad.engine.cl;

import static org.clgrad.engine.cl.binding.Cl.*;

import java.util.Set;
import java.util.function.Supplier;
import org.clgrad.engine.DeviceException;
import org.clgrad.engine.DeviceLostException;
import org.clgrad.engine.DeviceMemoryException;
import org.clgrad.engine.cl.binding.ClException;
import org.jspecify.annotations.Nullable;

/**
 * What a device does about OpenCL calls that fail. There are three kinds:
 *
 * <ul>
 *   <li>Memory is short: the queue is waited for, what is cached is given back, and the same is tried once more. Then it
 *       is a {@link DeviceMemoryException}.
 *   <li>The context is of no use any more, or commands that were accepted have not been carried out, so that nobody knows
 *       what the tensors hold: the device is lost, now and for every later call.
 *   <li>All else is a mistake in that one call: the exception names it, and the device goes on.
 * </ul>
 *
 * <p>Drivers mean several things by {@code CL_OUT_OF_RESOURCES}: short memory, a kernel with too many registers, and
 * (NVIDIA) a kernel that has broken the context. Waiting for the queue tells the last from the others: it then fails too.
 */
final class Recovery {
    private static final Set<Integer> MEMORY_SHORT =
            Set.of(CL_MEM_OBJECT_ALLOCATION_FAILURE, CL_OUT_OF_RESOURCES, CL_OUT_OF_HOST_MEMORY);

    /** Handles are never used after their release, so that when a driver calls one invalid it has thrown it away. */
    private static final Set<Integer> FATAL = Set.of(
            CL_DEVICE_NOT_AVAILABLE,
            CL_EXEC_STATUS_ERROR_FOR_EVENTS_IN_WAIT_LIST,
            CL_INVALID_DEVICE,
            CL_INVALID_CONTEXT,
            CL_INVALID_COMMAND_QUEUE,
            CL_ILLEGAL_READ_OR_WRITE_NV);

    /** When one of these fails for good, commands under way have an unknown end. */
    private static final Set<String> WAITS = Set.of("clFinish", "clWaitForEvents", "clGetEventInfo");

    private final String device;
    private final Runnable makeRoom;
    private final Supplier<String> memory;
    private @Nullable ClException loss;

    /**
     * @param device what to call it
     * @param makeRoom waits for the queue and gives back to the driver what is cached
     * @param memory says what of the memory is live, cached and there in all
     */
    Recovery(String device, Runnable makeRoom, Supplier<String> memory) {
        this.device = device;
        this.makeRoom = makeRoom;
        this.memory = memory;
    }

    boolean isLost() {
        return loss != null;
    }

    /** @throws DeviceLostException if the device is lost */
    void check() {
        if (loss != null) {
            throw new DeviceLostException(device, loss);
        }
    }

    /**
     * Does something that calls OpenCL. It may be done twice, so it must leave nothing behind where it fails.
     *
     * @param work what it is, for messages
     */
    void attempt(Supplier<String> work, Runnable action) {
        attempt(work, () -> {
            action.run();
            return work;
        });
    }

    /** As above, with a result. */
    <T> T attempt(Supplier<String> work, Supplier<T> action) {
        try {
            return action.get();
        } catch (ClException e) {
            if (!MEMORY_SHORT.contains(e.code())) {
                throw failure(e.in(work.get()));
            }
        }
        try {
            makeRoom.run();
        } catch (ClException e) {
            throw failure(e.in(work.get()));
        }
        try {
            return action.get();
        } catch (ClException e) {
            DeviceException failure = failure(e.in(work.get()));
            throw failure == e && MEMORY_SHORT.contains(e.code())
                    ? new DeviceMemoryException(e.getMessage() + "; " + memory.get(), e)
                    : failure;
        }
    }

    /** Does something that cannot be tried again. */
    void once(Supplier<String> work, Runnable action) {
        try {
            action.run();
        } catch (ClException e) {
            throw failure(e.in(work.get()));
        }
    }

    private DeviceException failure(ClException e) {
        e.on(device);
        if (FATAL.contains(e.code()) || WAITS.contains(e.call())) {
            loss = e;
            return new DeviceLostException(device, e);
        }
        return e;
    }
}
