package org.clgrad.engine.tuner;

import java.time.Duration;

/** Time that may be spent. A race that has begun is let end. */
public final class Budget {
    private final long end;

    private Budget(long end) {
        this.end = end;
    }

    /** So much from now on. */
    public static Budget of(Duration time) {
        return new Budget(System.nanoTime() + time.toNanos());
    }

    /** What is left, in equal parts, of which this is one. */
    public Budget part(int parts) {
        long now = System.nanoTime();
        return new Budget(now + Math.max(0, end - now) / parts);
    }

    /** Whether nothing is left. */
    public boolean isOver() {
        return System.nanoTime() - end >= 0;
    }
}
