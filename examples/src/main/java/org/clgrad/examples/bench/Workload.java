package org.clgrad.examples.bench;

import java.util.List;
import org.clgrad.autograd.Tensor;

/** An {@link Operation} made ready on a device. */
interface Workload extends AutoCloseable {
    /**
     * Does so many calls and waits for their end, once.
     *
     * @return nanoseconds of wall clock
     */
    long batch(int calls);

    /** One call, and what comes out of it, in the current scope. */
    List<Tensor> results();

    /** Gives the operands back. */
    @Override
    void close();
}
