package org.clgrad.engine.cl.binding;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.clgrad.engine.cl.binding.ClHandle.Context;
import org.clgrad.engine.cl.binding.ClHandle.Device;
import org.clgrad.engine.cl.binding.ClHandle.Event;
import org.clgrad.engine.cl.binding.ClHandle.Kernel;
import org.clgrad.engine.cl.binding.ClHandle.Mem;
import org.clgrad.engine.cl.binding.ClHandle.Platform;
import org.clgrad.engine.cl.binding.ClHandle.Program;
import org.clgrad.engine.cl.binding.ClHandle.Queue;
import org.jspecify.annotations.Nullable;

/** Hands every call on to another binding; the base of those that watch, count or disturb some of them. */
public abstract class ForwardingBinding implements ClBinding {
    private final ClBinding next;

    protected ForwardingBinding(ClBinding next) {
        this.next = next;
    }

    @Override
    public String name() {
        return next.name();
    }

    @Override
    public Optional<String> unavailableReason() {
        return next.unavailableReason();
    }

    @Override
    public List<Platform> platforms() {
        return next.platforms();
    }

    @Override
    public String platformString(Platform platform, int param) {
        return next.platformString(platform, param);
    }

    @Override
    public List<Device> devices(Platform platform) {
        return next.devices(platform);
    }

    @Override
    public String deviceString(Device device, int param) {
        return next.deviceString(device, param);
    }

    @Override
    public int deviceInt(Device device, int param) {
        return next.deviceInt(device, param);
    }

    @Override
    public long deviceLong(Device device, int param) {
        return next.deviceLong(device, param);
    }

    @Override
    public long deviceSize(Device device, int param) {
        return next.deviceSize(device, param);
    }

    @Override
    public long[] deviceSizes(Device device, int param) {
        return next.deviceSizes(device, param);
    }

    @Override
    public List<Device> createSubDevices(Device device, int computeUnits) {
        return next.createSubDevices(device, computeUnits);
    }

    @Override
    public Context createContext(Device device) {
        return next.createContext(device);
    }

    @Override
    public Queue createQueue(Context context, Device device, boolean profiling) {
        return next.createQueue(context, device, profiling);
    }

    @Override
    public Mem createBuffer(Context context, long flags, long bytes) {
        return next.createBuffer(context, flags, bytes);
    }

    @Override
    public Program buildProgram(Context context, Device device, String source, String options) {
        return next.buildProgram(context, device, source, options);
    }

    @Override
    public byte[] programBinary(Program program) {
        return next.programBinary(program);
    }

    @Override
    public Program loadProgram(Context context, Device device, byte[] binary, String options) {
        return next.loadProgram(context, device, binary, options);
    }

    @Override
    public Kernel createKernel(Program program, String name) {
        return next.createKernel(program, name);
    }

    @Override
    public KernelLimits kernelLimits(Kernel kernel, Device device) {
        return next.kernelLimits(kernel, device);
    }

    @Override
    public void setArgMem(Kernel kernel, int index, Mem value) {
        next.setArgMem(kernel, index, value);
    }

    @Override
    public void setArgInt(Kernel kernel, int index, int value) {
        next.setArgInt(kernel, index, value);
    }

    @Override
    public void setArgLong(Kernel kernel, int index, long value) {
        next.setArgLong(kernel, index, value);
    }

    @Override
    public void setArgFloat(Kernel kernel, int index, float value) {
        next.setArgFloat(kernel, index, value);
    }

    @Override
    public void setArgDouble(Kernel kernel, int index, double value) {
        next.setArgDouble(kernel, index, value);
    }

    @Override
    public void setArgLocal(Kernel kernel, int index, long bytes) {
        next.setArgLocal(kernel, index, bytes);
    }

    @Override
    public @Nullable Event enqueueKernel(
            Queue queue,
            Kernel kernel,
            long @Nullable [] offset,
            long[] global,
            long @Nullable [] local,
            boolean wantEvent) {
        return next.enqueueKernel(queue, kernel, offset, global, local, wantEvent);
    }

    @Override
    public @Nullable Event enqueueRead(
            Queue queue, Mem source, long byteOffset, ByteBuffer target, boolean blocking, boolean wantEvent) {
        return next.enqueueRead(queue, source, byteOffset, target, blocking, wantEvent);
    }

    @Override
    public @Nullable Event enqueueWrite(
            Queue queue, Mem target, long byteOffset, ByteBuffer source, boolean blocking, boolean wantEvent) {
        return next.enqueueWrite(queue, target, byteOffset, source, blocking, wantEvent);
    }

    @Override
    public void finish(Queue queue) {
        next.finish(queue);
    }

    @Override
    public boolean isComplete(Event event) {
        return next.isComplete(event);
    }

    @Override
    public void waitFor(Event event) {
        next.waitFor(event);
    }

    @Override
    public EventTimes eventTimes(Event event) {
        return next.eventTimes(event);
    }

    @Override
    public void release(ClHandle.Owned handle) {
        next.release(handle);
    }
}
