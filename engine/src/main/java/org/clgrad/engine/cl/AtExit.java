package org.clgrad.engine.cl;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something to be done before the process ends, for those that call a driver in threads of their own: a driver's library
 * is taken down at the end, and must not be taken down under a compiler at work.
 */
final class AtExit {
    private static final Logger log = LoggerFactory.getLogger(AtExit.class);

    private final Thread hook;

    AtExit(String name, Runnable step) {
        hook = new Thread(step, name);
    }

    /** Has it done at the end; false if the process is ending already. */
    boolean register() {
        try {
            Runtime.getRuntime().addShutdownHook(hook);
            return true;
        } catch (IllegalStateException e) {
            log.debug("{}: the process is ending", hook.getName());
            return false;
        }
    }

    /** It need not be done any more. */
    void cancel() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            log.debug("{}: the process is ending, it is done or being done", hook.getName());
        }
    }

    /** Waits until a thread that calls a driver has ended, interrupted or not. */
    static void await(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
