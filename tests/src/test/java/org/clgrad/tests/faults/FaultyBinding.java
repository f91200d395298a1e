package org.clgrad.tests.faults;

import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import org.clgrad.engine.cl.binding.Cl;
import org.clgrad.engine.cl.binding.ClBinding;
import org.clgrad.engine.cl.binding.ClBuildException;
import org.clgrad.engine.cl.binding.ClException;
import org.clgrad.engine.cl.binding.ClHandle;
import org.clgrad.engine.cl.binding.ClHandle.Context;
import org.clgrad.engine.cl.binding.ClHandle.Device;
import org.clgrad.engine.cl.binding.ClHandle.Event;
import org.clgrad.engine.cl.binding.ClHandle.Kernel;
import org.clgrad.engine.cl.binding.ClHandle.Mem;
import org.clgrad.engine.cl.binding.ClHandle.Program;
import org.clgrad.engine.cl.binding.ClHandle.Queue;
import org.clgrad.engine.cl.binding.EventTimes;
import org.clgrad.engine.cl.binding.ForwardingBinding;
import org.clgrad.engine.cl.binding.KernelLimits;
import org.jspecify.annotations.Nullable;

/**
 * A driver that fails on purpose. A call that fails does nothing, except that what is to be released is released: what a
 * driver says cannot be released is not there, and would count as a leak.
 *
 * <p>It also makes the device seem slow: no event is complete when it is asked after, so that uploads wait.
 */
final class FaultyBinding extends ForwardingBinding {
    private final Map<Call, Long> counts = new EnumMap<>(Call.class);
    private @Nullable Fault fault;

    FaultyBinding(ClBinding next) {
        super(next);
    }

    /** From now on calls are counted from 1, and the one in the fault fails. */
    void arm(Fault fault) {
        counts.clear();
        this.fault = fault;
    }

    /** From now on nothing fails. */
    void disarm() {
        counts.clear();
        fault = null;
    }

    /** How often something was called since it was last armed or disarmed. */
    long count(Call call) {
        return counts.getOrDefault(call, 0L);
    }

    private void enter(Call call) {
        long number = counts.merge(call, 1L, Long::sum);
        if (fault != null && fault.call() == call && fault.hits(number)) {
            throw fault.code() == Cl.CL_BUILD_PROGRAM_FAILURE
                    ? new ClBuildException(fault.code(), "-on-purpose", "made to fail")
                    : new ClException(call.function(), fault.code(), "made to fail");
        }
    }

    @Override
    public Context createContext(Device device) {
        enter(Call.CREATE_CONTEXT);
        return super.createContext(device);
    }

    @Override
    public Queue createQueue(Context context, Device device, boolean profiling) {
        enter(Call.CREATE_QUEUE);
        return super.createQueue(context, device, profiling);
    }

    @Override
    public Mem createBuffer(Context context, long flags, long bytes) {
        enter(Call.CREATE_BUFFER);
        return super.createBuffer(context, flags, bytes);
    }

    @Override
    public Program buildProgram(Context context, Device device, String source, String options) {
        enter(Call.BUILD_PROGRAM);
        return super.buildProgram(context, device, source, options);
    }

    @Override
    public Kernel createKernel(Program program, String name) {
        enter(Call.CREATE_KERNEL);
        return super.createKernel(program, name);
    }

    @Override
    public KernelLimits kernelLimits(Kernel kernel, Device device) {
        enter(Call.KERNEL_INFO);
        return super.kernelLimits(kernel, device);
    }

    @Override
    public void setArgMem(Kernel kernel, int index, Mem value) {
        enter(Call.SET_ARGUMENT);
        super.setArgMem(kernel, index, value);
    }

    @Override
    public void setArgInt(Kernel kernel, int index, int value) {
        enter(Call.SET_ARGUMENT);
        super.setArgInt(kernel, index, value);
    }

    @Override
    public void setArgLong(Kernel kernel, int index, long value) {
        enter(Call.SET_ARGUMENT);
        super.setArgLong(kernel, index, value);
    }

    @Override
    public void setArgFloat(Kernel kernel, int index, float value) {
        enter(Call.SET_ARGUMENT);
        super.setArgFloat(kernel, index, value);
    }

    @Override
    public void setArgDouble(Kernel kernel, int index, double value) {
        enter(Call.SET_ARGUMENT);
        super.setArgDouble(kernel, index, value);
    }

    @Override
    public void setArgLocal(Kernel kernel, int index, long bytes) {
        enter(Call.SET_ARGUMENT);
        super.setArgLocal(kernel, index, bytes);
    }

    @Override
    public @Nullable Event enqueueKernel(
            Queue queue,
            Kernel kernel,
            long @Nullable [] offset,
            long[] global,
            long @Nullable [] local,
            boolean wantEvent) {
        enter(Call.ENQUEUE_KERNEL);
        return super.enqueueKernel(queue, kernel, offset, global, local, wantEvent);
    }

    @Override
    public @Nullable Event enqueueRead(
            Queue queue, Mem source, long byteOffset, ByteBuffer target, boolean blocking, boolean wantEvent) {
        enter(Call.ENQUEUE_READ);
        return super.enqueueRead(queue, source, byteOffset, target, blocking, wantEvent);
    }

    @Override
    public @Nullable Event enqueueWrite(
            Queue queue, Mem target, long byteOffset, ByteBuffer source, boolean blocking, boolean wantEvent) {
        enter(Call.ENQUEUE_WRITE);
        return super.enqueueWrite(queue, target, byteOffset, source, blocking, wantEvent);
    }

    @Override
    public void finish(Queue queue) {
        enter(Call.FINISH);
        super.finish(queue);
    }

    @Override
    public boolean isComplete(Event event) {
        enter(Call.EVENT_STATUS);
        super.isComplete(event);
        return false;
    }

    @Override
    public void waitFor(Event event) {
        enter(Call.WAIT);
        super.waitFor(event);
    }

    @Override
    public EventTimes eventTimes(Event event) {
        enter(Call.EVENT_TIMES);
        return super.eventTimes(event);
    }

    @Override
    public void release(ClHandle.Owned handle) {
        super.release(handle);
        enter(Call.release(handle));
    }
}
