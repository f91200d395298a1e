package org.clgrad.autograd;

import org.clgrad.engine.DebugMode;
import org.clgrad.engine.TensorData;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a tensor holds and must give back: a reference to its storage and a use of the function it came from. Apart from
 * the tensor, so that a {@link java.lang.ref.Cleaner} can give it back when the tensor is no longer reachable.
 */
final class TensorMemory implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(TensorMemory.class);

    private final TensorData data;
    private final @Nullable Throwable origin;
    private @Nullable Function function;
    private boolean released;

    TensorMemory(TensorData data) {
        this.data = data;
        this.origin = DebugMode.isOn() ? new Throwable("made here") : null;
    }

    TensorData data() {
        return data;
    }

    synchronized boolean isReleased() {
        return released;
    }

    synchronized void use(Function next) {
        next.retain();
        function = next;
    }

    /** Gives back what is held; again does nothing. */
    synchronized void release() {
        if (released) {
            return;
        }
        released = true;
        data.storage().release();
        if (function != null) {
            function.release();
            function = null;
        }
    }

    /** The collector found the tensor unreachable. */
    @Override
    public void run() {
        if (origin != null && !isReleased()) {
            log.warn("a tensor {} was left to the garbage collector", data.spec(), origin);
        }
        release();
    }
}
