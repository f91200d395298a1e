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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass(name = "{0}")
@MethodSource("org.clgrad.tests.binding.BindingTarget#all")
class CommandContractTest extends BindingContract {
    CommandContractTest(BindingTarget target) {
        super(target);
    }

    @Test
    void readsAndWritesTheBytesBetweenPositionAndLimitAtAnOffset() {
        Mem mem = buffer(16);
        cl.enqueueFill(queue, mem, 0x11, 1, 0, 16, false);
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
    void copiesBetweenOffsets() {
        Mem source = ints(1, 2, 3, 4, 5, 6);
        Mem target = ints(0, 0, 0, 0, 0);
        cl.enqueueCopy(queue, source, 8, target, 4, 12, false);
        assertThat(readInts(target, 5)).containsExactly(0, 3, 4, 5, 0);
        cl.enqueueCopy(queue, source, 0, source, 16, 8, false);
        assertThat(readInts(source, 6)).containsExactly(1, 2, 3, 4, 1, 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8})
    void fillsARangeWithTheLowBytesOfAPattern(int patternBytes) {
        long pattern = 0x8877_6655_4433_2211L;
        Mem mem = buffer(32);
        cl.enqueueFill(queue, mem, 0, 8, 0, 32, false);
        cl.enqueueFill(queue, mem, pattern, patternBytes, 8, 16, false);
        ByteBuffer result = read(mem, 32);
        assertThat(result.getLong(0)).isZero();
        assertThat(result.getLong(24)).isZero();
        for (int at = 8; at < 24; at += patternBytes) {
            long value =
                    switch (patternBytes) {
                        case 1 -> result.get(at);
                        case 2 -> result.getShort(at);
                        case 4 -> result.getInt(at);
                        default -> result.getLong(at);
                    };
            int dropped = 64 - 8 * patternBytes;
            assertThat(value).isEqualTo(pattern << dropped >> dropped);
        }
    }

    @Test
    void aPatternOfAnotherWidthIsRefused() {
        Mem mem = buffer(12);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> cl.enqueueFill(queue, mem, 0, 3, 0, 12, true))
                .withMessageContaining("3 bytes");
    }

    @Test
    void rangesOutsideOfABufferAreErrors() {
        Mem eight = buffer(8);
        ByteBuffer host = direct(8);
        assertFails("clEnqueueReadBuffer", "CL_INVALID_VALUE", () -> cl.enqueueRead(queue, eight, 4, host, true, true))
                .hasMessageContaining("8 bytes at 4");
        assertFails(
                "clEnqueueWriteBuffer", "CL_INVALID_VALUE", () -> cl.enqueueWrite(queue, eight, 4, host, true, true));
        assertFails(
                "clEnqueueCopyBuffer", "CL_MEM_COPY_OVERLAP", () -> cl.enqueueCopy(queue, eight, 0, eight, 2, 4, true));
        assertFails("clEnqueueFillBuffer", "CL_INVALID_VALUE", () -> cl.enqueueFill(queue, eight, 0, 4, 2, 4, true));
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
        cl.enqueueFill(queue, mem, 42, 4, 0, 1 << 20, false);
        Event event = owned(cl.enqueueRead(queue, mem, 0, host, false, true));
        cl.flush(queue);
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
        Mem other = buffer(8);
        assertThat(cl.enqueueFill(queue, mem, 0, 4, 0, 8, false)).isNull();
        assertThat(cl.enqueueCopy(queue, mem, 0, other, 0, 8, false)).isNull();
        assertThat(cl.enqueueRead(queue, mem, 0, direct(8), true, false)).isNull();
        assertThat(cl.enqueueWrite(queue, mem, 0, direct(8), true, false)).isNull();
        owned(cl.enqueueFill(queue, mem, 0, 4, 0, 8, true));
        owned(cl.enqueueCopy(queue, mem, 0, other, 0, 8, true));
        owned(cl.enqueueRead(queue, mem, 0, direct(8), true, true));
        owned(cl.enqueueWrite(queue, mem, 0, direct(8), true, true));
        assertThat(cl.live(Event.class)).isEqualTo(4);
    }

    @Test
    void theTimesOfACommandAreInOrder() {
        Event event = owned(cl.enqueueFill(queue, buffer(1 << 20), 0, 4, 0, 1 << 20, true));
        cl.waitFor(event);
        EventTimes times = cl.eventTimes(event);
        assertThat(List.of(times.queuedNanos(), times.submitNanos(), times.startNanos(), times.endNanos()))
                .isSorted();
        assertThat(times.elapsedNanos()).isEqualTo(times.endNanos() - times.startNanos());
    }

    @Test
    void aQueueWithoutProfilingKnowsNoTimes() {
        Queue plain = own(cl.createQueue(context, device, false));
        Event event = owned(cl.enqueueFill(plain, buffer(8), 0, 4, 0, 8, true));
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
