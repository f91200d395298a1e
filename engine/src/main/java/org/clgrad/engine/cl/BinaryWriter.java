package org.clgrad.engine.cl;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.clgrad.engine.cl.binding.ClBinding;
import org.clgrad.engine.cl.binding.ClException;
import org.clgrad.engine.cl.binding.ClHandle;
import org.clgrad.engine.routine.ProgramSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the driver for the binaries of programs that were built from source, and has them kept, in a thread of its own.
 *
 * <p>It waits until nothing was built for a while, because PoCL compiles a program once more for its binary (0.02 to
 * 1.2 s, measured) and holds a lock meanwhile that whoever builds needs. Closing ends it within {@value
 * #CLOSING_SECONDS} s and the program it is at; what is left then is for another run. Nor does the process end while
 * the driver compiles: its library would be taken down under the compiler.
 */
final class BinaryWriter implements AutoCloseable {
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long CLOSING_SECONDS = 2;

    private static final Logger log = LoggerFactory.getLogger(BinaryWriter.class);

    private record Built(ProgramSource source, ClHandle.Program program) {}

    private final ClBinding cl;
    private final DeviceCache cache;
    private final Deque<Built> waiting = new ArrayDeque<>();
    private final Thread writer = new Thread(this::work, "clgrad program cache");
    private final Thread atExit = new Thread(() -> end(0), "clgrad program cache at exit");
    private long startNanos;
    private long endNanos = Long.MAX_VALUE;
    private boolean closing;

    BinaryWriter(ClBinding cl, DeviceCache cache) {
        this.cl = cl;
        this.cache = cache;
        writer.setDaemon(true);
    }

    /** Has the binary of a program kept, sooner or later; the program is not released before this is closed. */
    synchronized void add(ProgramSource source, ClHandle.Program program) {
        if (closing || cache.keepsNothing() || !isStarted()) {
            return;
        }
        waiting.add(new Built(source, program));
        startNanos = System.nanoTime() + QUIET_NANOS;
        notifyAll();
    }

    /** Starts the thread, unless the process ends already. */
    private boolean isStarted() {
        if (writer.getState() == Thread.State.NEW) {
            try {
                Runtime.getRuntime().addShutdownHook(atExit);
            } catch (IllegalStateException e) {
                log.debug("the process ends; programs are not kept any more");
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
                cache.keep(built.source(), binary);
            }
        } catch (ClException e) {
            log.debug("no binary of {}: {}", built.source().name(), e.getMessage());
        }
    }

    private void end(long seconds) {
        synchronized (this) {
            closing = true;
            endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
            notifyAll();
        }
        boolean interrupted = false;
        while (writer.isAlive()) {
            try {
                writer.join();
            } catch (InterruptedException e) {
                interrupted = true; // the programs may not be released before the driver is done with them
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        end(CLOSING_SECONDS);
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            log.debug("closed while the process ends"); // the hook has run or is running, which does no harm
        }
    }
}
