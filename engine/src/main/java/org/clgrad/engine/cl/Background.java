package org.clgrad.engine.cl;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * Threads that go through work which nobody waits for. Closing ends them, each after what it is at; so does the end of the
 * process.
 */
final class Background implements AutoCloseable {
    private final String name;
    private final int threadCount;
    private final Queue<Runnable> steps = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private final AtExit atExit;

    Background(String name, int threadCount) {
        this.name = name;
        this.threadCount = threadCount;
        this.atExit = new AtExit(name + " at exit", this::end);
    }

    /** Does the step for each item, in about this order. */
    synchronized <T> void each(Collection<T> items, Consumer<T> step) {
        if (items.isEmpty() || (threads.isEmpty() && !atExit.register())) {
            return;
        }
        items.forEach(item -> steps.add(() -> step.accept(item)));
        for (int i = 0; i < threadCount; i++) {
            Thread thread = new Thread(this::work, name);
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
    }

    private void work() {
        for (Runnable next = steps.poll(); next != null; next = steps.poll()) {
            next.run();
        }
    }

    private synchronized void end() {
        steps.clear();
        threads.forEach(AtExit::await);
        threads.clear();
    }

    @Override
    public void close() {
        end();
        atExit.cancel();
    }
}
