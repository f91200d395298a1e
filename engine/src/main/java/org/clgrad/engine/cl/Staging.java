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

    /** Copies the remaining bytes; where it fails, nothing is under way that was not before. */
    void upload(ByteBuffer source, Copy copy) {
        ByteBuffer memory = buffer(source.remaining());
        memory.clear().put(source.duplicate()).flip();
        ClHandle.Event event;
        try {
            event = copy.enqueue(memory);
        } catch (RuntimeException e) {
            idle(memory);
            throw e;
        }
        if (event == null) {
            throw new IllegalStateException("an upload without an event");
        }
        underWay.add(new Transfer(memory, event));
    }

    private ByteBuffer buffer(int sizeBytes) {
        while (!underWay.isEmpty()) {
            ClHandle.Event oldest = underWay.element().event();
            if (!cl.isComplete(oldest)) {
                if (underWay.size() < BUFFERS) {
                    break;
                }
                // If this fails the transfer stays, because its memory may still be read; the device is lost then.
                cl.waitFor(oldest);
                waits++;
            }
            retire();
        }
        // The largest is at the front; if it is too small, all are, and it makes room for one that fits.
        ByteBuffer candidate = idle.poll();
        return candidate != null && candidate.capacity() >= sizeBytes
                ? candidate
                : ByteBuffer.allocateDirect((int) Math.min(Integer.MAX_VALUE, Pool.classBytes(sizeBytes)));
    }

    /** Takes the oldest transfer, which is complete, off the ring. */
    private void retire() {
        Transfer oldest = underWay.remove();
        idle(oldest.memory());
        cl.release(oldest.event());
    }

    private void idle(ByteBuffer memory) {
        if (!idle.isEmpty() && idle.element().capacity() > memory.capacity()) {
            idle.add(memory);
        } else {
            idle.push(memory);
        }
    }

    /** How often an upload waited. */
    long waits() {
        return waits;
    }

    /** Gives the events of all uploads back: the queue has been waited for. */
    void finished() {
        Closer closer = new Closer();
        while (!underWay.isEmpty()) {
            closer.run(this::retire);
        }
        closer.end();
    }
}
