package org.clgrad.engine.cl;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.clgrad.engine.cache.ProgramKey;
import org.clgrad.engine.cl.binding.ClBinding;
import org.clgrad.engine.cl.binding.ClException;
import org.clgrad.engine.cl.binding.ClHandle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the driver for the binaries of programs that were built from source, and has them kept, in a thread of its own.
 *
 * <p>It waits until nothing was built for a while, because PoCL compiles a program once more for its binary (0.02 to
 * 1.2 s, measured) and holds a lock meanwhile that whoever builds needs, also those who launch a kernel for the first time. Closing ends it within {@value
 * #CLOSING_SECONDS} s and the program it is at; what is left then is for another run.
 */
final class BinaryWriter implements AutoCloseable {
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long CLOSING_SECONDS = 2;

    private static final Logger log = LoggerFactory.getLogger(BinaryWriter.class);

    private record Built(ProgramKey key, ClHandle.Program program) {}

    private final ClBinding cl;
    private final DeviceCache cache;
    private final Deque<Built> waiting = new ArrayDeque<>();
    private final Thread writer = new Thread(this::work, "clgrad program cache");
    private final AtExit atExit = new AtExit("clgrad program cache at exit", () -> end(0));
    private long startNanos;
    private long endNanos = Long.MAX_VALUE;
    private boolean closing;

    BinaryWriter(ClBinding cl, DeviceCache cache) {
        this.cl = cl;
        this.cache = cache;
        writer.setDaemon(true);
    }

    /** Has the binary of a program kept, sooner or later; the program is not released before this is closed. */
    synchronized void add(ProgramKey key, ClHandle.Program program) {
        if (closing || cache.keepsNothing() || !isStarted()) {
            return;
        }
        waiting.add(new Built(key, program));
        startNanos = System.nanoTime() + QUIET_NANOS;
        notifyAll();
    }

    /** Starts the thread, unless the process ends already. */
    private boolean isStarted() {
        if (writer.getState() == Thread.State.NEW) {
            if (!atExit.register()) {
                return false;
            }
            writer.start();
        }
        return true;
    }

    private void work() {
        try {
            for (Built next = next(); next != null; next = next()) {
                keep(next);
            }
        } catch (InterruptedException e) {
            log.debug("interrupted; the programs left are not kept");
        }
    }

    /** The next program when its time has come; null at the end. */
    private synchronized @Nullable Built next() throws InterruptedException {
        while (!closing) {
            long early = startNanos - System.nanoTime();
            if (waiting.isEmpty()) {
                wait();
            } else if (early > 0) {
                TimeUnit.NANOSECONDS.timedWait(this, early);
            } else {
                break;
            }
        }
        return closing && System.nanoTime() - endNanos >= 0 ? null : waiting.poll();
    }

    private void keep(Built built) {
        try {
            byte[] binary = cl.programBinary(built.program());
            if (binary.length > 0) {
                cache.programs().keep(built.key(), binary);
            }
        } catch (ClException e) {
            log.debug("no binary of {}: {}", built.key().name(), e.getMessage());
        }
    }

    private void end(long seconds) {
        synchronized (this) {
            closing = true;
            endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
            notifyAll();
        }
        AtExit.await(writer);
    }

    @Override
    public void close() {
        end(CLOSING_SECONDS);
        atExit.cancel();
    }
}
