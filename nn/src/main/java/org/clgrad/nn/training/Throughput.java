package org.clgrad.nn.training;

import java.util.concurrent.TimeUnit;

/** Samples a second, over the time during which it runs. */
final class Throughput {
    private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private long samples;
    private long elapsedNanos;
    private long runningSince;
    private boolean running;

    /** Goes on counting time. */
    void start() {
        runningSince = System.nanoTime();
        running = true;
    }

    /** Stops counting time. */
    void stop() {
        elapsedNanos = elapsedNanos();
        running = false;
    }

    /** Forgets samples and time so far. */
    void reset() {
        samples = 0;
        elapsedNanos = 0;
        runningSince = System.nanoTime();
    }

    void add(long count) {
        samples += count;
    }

    /** NaN where no time has passed. */
    double perSecond() {
        return (double) samples * NANOS_PER_SECOND / elapsedNanos();
    }

    private long elapsedNanos() {
        return running ? elapsedNanos + System.nanoTime() - runningSince : elapsedNanos;
    }
}
