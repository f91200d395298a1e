package org.clgrad.engine.cl.binding;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.clgrad.engine.cl.binding.ClHandle.Context;
import org.clgrad.engine.cl.binding.ClHandle.Device;
import org.clgrad.engine.cl.binding.ClHandle.Event;
import org.clgrad.engine.cl.binding.ClHandle.Kernel;
import org.clgrad.engine.cl.binding.ClHandle.Mem;
import org.clgrad.engine.cl.binding.ClHandle.Program;
import org.clgrad.engine.cl.binding.ClHandle.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Knows which handles are live, that is made and not yet released: what is left at the end is a leak, and what is
 * released twice is an error here instead of a crash in the driver.
 */
public final class CountingBinding extends ForwardingBinding {
    private final Set<ClHandle.Owned> live = ConcurrentHashMap.newKeySet();

    /** Counts the handles made through {@code target} by way of this object. */
    public CountingBinding(ClBinding target) {
        super(target);
    }

    /** How many handles of a kind are live, such as {@code live(ClHandle.Mem.class)}. */
    public long live(Class<? extends ClHandle.Owned> kind) {
        return live.stream().filter(kind::isInstance).count();
    }

    /** How many handles of each kind are live, by the name of the kind; empty when nothing is. */
    public Map<String, Integer> live() {
        Map<String, Integer> census = new TreeMap<>();
        live.forEach(handle -> census.merge(handle.getClass().getSimpleName(), 1, Integer::sum));
        return census;
    }

    @Override
    public List<Device> createSubDevices(Device device, int computeUnits) {
        List<Device> parts = super.createSubDevices(device, computeUnits);
        live.addAll(parts);
        return parts;
    }

    @Override
    public Context createContext(Device device) {
        return made(super.createContext(device));
    }

    @Override
    public Queue createQueue(Context context, Device device, boolean profiling) {
        return made(super.createQueue(context, device, profiling));
    }

    @Override
    public Mem createBuffer(Context context, long flags, long bytes) {
        return made(super.createBuffer(context, flags, bytes));
    }

    @Override
    public Program buildProgram(Context context, Device device, String source, String options) {
        return made(super.buildProgram(context, device, source, options));
    }

    @Override
    public Program loadProgram(Context context, Device device, byte[] binary, String options) {
        return made(super.loadProgram(context, device, binary, options));
    }

    @Override
    public Kernel createKernel(Program program, String name) {
        return made(super.createKernel(program, name));
    }

    @Override
    public @Nullable Event enqueueKernel(
            Queue queue,
            Kernel kernel,
            long @Nullable [] offset,
            long[] global,
            long @Nullable [] local,
            boolean wantEvent) {
        return enqueued(super.enqueueKernel(queue, kernel, offset, global, local, wantEvent));
    }

    @Override
    public @Nullable Event enqueueRead(
            Queue queue, Mem source, long byteOffset, ByteBuffer target, boolean blocking, boolean wantEvent) {
        return enqueued(super.enqueueRead(queue, source, byteOffset, target, blocking, wantEvent));
    }

    @Override
    public @Nullable Event enqueueWrite(
            Queue queue, Mem target, long byteOffset, ByteBuffer source, boolean blocking, boolean wantEvent) {
        return enqueued(super.enqueueWrite(queue, target, byteOffset, source, blocking, wantEvent));
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if the handle is not live: released before, or made by another binding
     */
    @Override
    public void release(ClHandle.Owned handle) {
        // Root devices are found, not made, so they are not counted.
        if (!live.remove(handle) && !(handle instanceof Device)) {
            throw new IllegalStateException("release: " + handle + " is not live");
        }
        super.release(handle);
    }

    private <H extends ClHandle.Owned> H made(H handle) {
        live.add(handle);
        return handle;
    }

    private @Nullable Event enqueued(@Nullable Event event) {
        return event == null ? null : made(event);
    }
}
