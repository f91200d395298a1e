package org.clgrad.engine.cl;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.clgrad.engine.cl.binding.ClBinding;
import org.clgrad.engine.cl.binding.ClHandle;
import org.jspecify.annotations.Nullable;

/**
 * Host memory from which uploads are copied while the host goes on: a ring of buffers, each reachable until its copy is
 * complete. When all are under way, the next upload waits for the oldest; that bounds how far the host runs ahead.
 */
final class Staging {
    private static final int BUFFERS = 8;

    private record Transfer(ByteBuffer memory, ClHandle.Event event) {}

    /** Enqueues the copy of a buffer's remaining bytes and returns its event. */
    @FunctionalInterface
    interface Copy {
        ClHandle.@Nullable Event enqueue(ByteBuffer memory);
    }

    private final ClBinding cl;
    private final Deque<Transfer> underWay = new ArrayDeque<>();
    private final Deque<ByteBuffer> idle = new ArrayDeque<>();
    private long waits;

    Staging(ClBinding cl) {
        this.cl = cl;
    }

    void upload(ByteBuffer source, Copy copy) {
        ByteBuffer memory = buffer(source.remaining());
        memory.clear().put(source.duplicate()).flip();
        ClHandle.Event event = copy.enqueue(memory);
        if (event == null) {
            throw new IllegalStateException("an upload without an event");
        }
        underWay.add(new Transfer(memory, event));
    }

    private ByteBuffer buffer(int sizeBytes) {
        while (!underWay.isEmpty()
                && (underWay.size() >= BUFFERS || cl.isComplete(underWay.peek().event()))) {
            retire();
        }
        // The largest is at the front; if it is too small, all are, and it makes room for one that fits.
        ByteBuffer candidate = idle.poll();
        return candidate != null && candidate.capacity() >= sizeBytes
                ? candidate
                : ByteBuffer.allocateDirect((int) Math.min(Integer.MAX_VALUE, Pool.classBytes(sizeBytes)));
    }

    private void retire() {
        Transfer oldest = underWay.remove();
        if (!cl.isComplete(oldest.event())) {
            cl.waitFor(oldest.event());
            waits++;
        }
        cl.release(oldest.event());
        if (!idle.isEmpty() && idle.peek().capacity() > oldest.memory().capacity()) {
            idle.add(oldest.memory());
        } else {
            idle.push(oldest.memory());
        }
    }

    /** How often an upload waited. */
    long waits() {
        return waits;
    }

    /** Waits for all uploads and gives their memory up. */
    void close() {
        while (!underWay.isEmpty()) {
            retire();
        }
        idle.clear();
    }
}
