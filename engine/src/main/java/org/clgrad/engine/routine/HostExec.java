package org.clgrad.engine.routine;

import java.util.function.LongConsumer;
import java.util.stream.LongStream;

/** How a reference computation runs its loops. */
@FunctionalInterface
public interface HostExec {
    /** Runs the body for 0 … count−1 in any order, perhaps in parallel: the iterations must be independent. */
    void each(long count, LongConsumer body);

    /** On the calling thread, in order. */
    static HostExec sequential() {
        return (count, body) -> LongStream.range(0, count).forEach(body);
    }

    /** On all processors. */
    static HostExec parallel() {
        return (count, body) -> LongStream.range(0, count).parallel().forEach(body);
    }
}
