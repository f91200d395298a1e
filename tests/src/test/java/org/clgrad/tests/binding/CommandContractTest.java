package org.clgrad.tests.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.clgrad.engine.cl.binding.Cl.CL_MEM_READ_WRITE;

import java.nio.ByteBuffer;
import java.util.List;
import org.clgrad.engine.cl.binding.ClHandle.Event;
import org.clgrad.engine.cl.binding.ClHandle.Mem;
import org.clgrad.engine.cl.binding.ClHandle.Queue;
import org.clgrad.engine.cl.binding.EventTimes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass(name = "{0}")
@MethodSource("org.clgrad.tests.binding.BindingTarget#all")
class CommandContractTest extends BindingContract {
    CommandContractTest(BindingTarget target) {
        super(target);
    }

    @Test
    void readsAndWritesTheBytesBetweenPositionAndLimitAtAnOffset() {
        Mem mem = buffer(16);
        cl.enqueueWrite(
                queue, mem, 0, bytes(17, 17, 17, 17, 17, 17, 17, 17, 17, 17, 17, 17, 17, 17, 17, 17), true, false);
        ByteBuffer source = bytes(1, 2, 3, 4, 5, 6).position(2).limit(5);
        cl.enqueueWrite(queue, mem, 7, source, true, false);
        assertThat(source.position()).isEqualTo(2);
        assertThat(array(read(mem, 16))).containsExactly(17, 17, 17, 17, 17, 17, 17, 3, 4, 5, 17, 17, 17, 17, 17, 17);

        ByteBuffer target = bytes(0, 0, 0, 0, 0, 0).position(1).limit(5);
        cl.enqueueRead(queue, mem, 8, target, true, false);
        assertThat(target.position()).isEqualTo(1);
        assertThat(array(target.clear())).containsExactly(0, 4, 5, 17, 17, 0);
    }

    @Test
    void rangesOutsideOfABufferAreErrors() {
        Mem eight = buffer(8);
        ByteBuffer host = direct(8);
        assertFails("clEnqueueReadBuffer", "CL_INVALID_VALUE", () -> cl.enqueueRead(queue, eight, 4, host, true, true))
                .hasMessageContaining("8 bytes at 4");
        assertFails(
                "clEnqueueWriteBuffer", "CL_INVALID_VALUE", () -> cl.enqueueWrite(queue, eight, 4, host, true, true));
        assertFails("clCreateBuffer", "CL_INVALID_BUFFER_SIZE", () -> cl.createBuffer(context, CL_MEM_READ_WRITE, 0));
    }

    @Test
    void hostMemoryMustBeDirect() {
        Mem mem = buffer(8);
        ByteBuffer heap = ByteBuffer.allocate(8);
        assertThatIllegalArgumentException().isThrownBy(() -> cl.enqueueRead(queue, mem, 0, heap, true, false));
        assertThatIllegalArgumentException().isThrownBy(() -> cl.enqueueWrite(queue, mem, 0, heap, true, false));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> cl.enqueueRead(queue, mem, 0, direct(8).asReadOnlyBuffer(), true, false));
    }

    @Test
    void aNonBlockingReadIsThereOnceItsEventIsComplete() {
        Mem mem = buffer(1 << 20);
        ByteBuffer host = direct(1 << 20);
        cl.enqueueWrite(queue, mem, 0, direct(1 << 20).putInt((1 << 20) - 4, 42), true, false);
        Event event = owned(cl.enqueueRead(queue, mem, 0, host, false, true));
        cl.waitFor(event);
        assertThat(cl.isComplete(event)).isTrue();
        assertThat(host.getInt((1 << 20) - 4)).isEqualTo(42);
    }

    @Test
    void finishWaitsForANonBlockingWrite() {
        Mem mem = buffer(1 << 20);
        ByteBuffer host = direct(1 << 20);
        host.putInt((1 << 20) - 4, 42);
        Event event = owned(cl.enqueueWrite(queue, mem, 0, host, false, true));
        cl.finish(queue);
        assertThat(cl.isComplete(event)).isTrue();
        assertThat(read(mem, 1 << 20).getInt((1 << 20) - 4)).isEqualTo(42);
    }

    @Test
    void anEventComesOnlyWhenAskedFor() {
        Mem mem = buffer(8);
        assertThat(cl.enqueueRead(queue, mem, 0, direct(8), true, false)).isNull();
        assertThat(cl.enqueueWrite(queue, mem, 0, direct(8), true, false)).isNull();
        owned(cl.enqueueRead(queue, mem, 0, direct(8), true, true));
        owned(cl.enqueueWrite(queue, mem, 0, direct(8), true, true));
        assertThat(cl.live(Event.class)).isEqualTo(2);
    }

    @Test
    void theTimesOfACommandAreInOrder() {
        Event event = owned(cl.enqueueWrite(queue, buffer(1 << 20), 0, direct(1 << 20), true, true));
        cl.waitFor(event);
        EventTimes times = cl.eventTimes(event);
        assertThat(List.of(times.queuedNanos(), times.submitNanos(), times.startNanos(), times.endNanos()))
                .isSorted();
        assertThat(times.elapsedNanos()).isEqualTo(times.endNanos() - times.startNanos());
    }

    @Test
    void aQueueWithoutProfilingKnowsNoTimes() {
        Queue plain = own(cl.createQueue(context, device, false));
        Event event = owned(cl.enqueueWrite(plain, buffer(8), 0, direct(8), true, true));
        cl.waitFor(event);
        assertFails("clGetEventProfilingInfo", "CL_PROFILING_INFO_NOT_AVAILABLE", () -> cl.eventTimes(event));
    }

    @Test
    void releasingTwiceIsAnError() {
        Mem mem = cl.createBuffer(context, CL_MEM_READ_WRITE, 8);
        assertThat(cl.live(Mem.class)).isEqualTo(1);
        cl.release(mem);
        assertThat(cl.live(Mem.class)).isZero();
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> cl.release(mem));
    }

    private static ByteBuffer bytes(int... values) {
        ByteBuffer buffer = direct(values.length);
        for (int value : values) {
            buffer.put((byte) value);
        }
        return buffer.clear();
    }

    private static byte[] array(ByteBuffer buffer) {
        byte[] array = new byte[buffer.remaining()];
        buffer.get(array);
        return array;
    }
}
