package org.clgrad.tests.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.clgrad.engine.cl.binding.Cl.CL_MEM_READ_WRITE;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.clgrad.engine.cl.binding.ClException;
import org.clgrad.engine.cl.binding.ClHandle;
import org.clgrad.engine.cl.binding.ClHandle.Context;
import org.clgrad.engine.cl.binding.ClHandle.Device;
import org.clgrad.engine.cl.binding.ClHandle.Event;
import org.clgrad.engine.cl.binding.ClHandle.Kernel;
import org.clgrad.engine.cl.binding.ClHandle.Mem;
import org.clgrad.engine.cl.binding.ClHandle.Queue;
import org.clgrad.engine.cl.binding.CountingBinding;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** A context and a profiling queue on one device, and the check that each test gives everything back. */
abstract class BindingContract {
    static final String OPTIONS = "-cl-std=CL1.2";

    final CountingBinding cl;
    final ClHandle.Platform platform;
    final Device device;
    final Context context;
    final Queue queue;
    private final Deque<ClHandle.Owned> toRelease = new ArrayDeque<>();

    BindingContract(BindingTarget target) {
        cl = new CountingBinding(target.binding());
        platform = target.platform();
        device = target.device();
        context = own(cl.createContext(device));
        queue = own(cl.createQueue(context, device, true));
    }

    @AfterEach
    void nothingStaysLive() {
        cl.finish(queue);
        toRelease.forEach(cl::release);
        assertThat(cl.live()).isEmpty();
    }

    /** Releases the handle after the test, the last one first. */
    final <H extends ClHandle.Owned> H own(H handle) {
        toRelease.push(handle);
        return handle;
    }

    final Event owned(@Nullable Event event) {
        assertThat(event).as("event asked for").isNotNull();
        return own(Objects.requireNonNull(event));
    }

    final Kernel kernel(String source, String name) {
        return own(cl.createKernel(own(cl.buildProgram(context, device, source, OPTIONS)), name));
    }

    final Mem buffer(long bytes) {
        return own(cl.createBuffer(context, CL_MEM_READ_WRITE, bytes));
    }

    final Mem ints(int... values) {
        ByteBuffer host = direct(4 * values.length);
        host.asIntBuffer().put(values);
        Mem mem = buffer(host.capacity());
        cl.enqueueWrite(queue, mem, 0, host, true, false);
        return mem;
    }

    final ByteBuffer read(Mem mem, int bytes) {
        ByteBuffer host = direct(bytes);
        cl.enqueueRead(queue, mem, 0, host, true, false);
        return host;
    }

    final int[] readInts(Mem mem, int count) {
        int[] values = new int[count];
        read(mem, 4 * count).asIntBuffer().get(values);
        return values;
    }

    static ByteBuffer direct(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    static AbstractThrowableAssert<?, ? extends Throwable> assertFails(
            String call, String errorName, ThrowingCallable wrong) {
        ClException e = Assertions.catchThrowableOfType(ClException.class, wrong);
        assertThat(e).as("%s should fail", call).isNotNull();
        assertThat(e.call()).isEqualTo(call);
        assertThat(e.errorName()).isEqualTo(errorName);
        return assertThat(e).hasMessageStartingWith(call + ": " + errorName + " (" + e.code() + ")");
    }
}
