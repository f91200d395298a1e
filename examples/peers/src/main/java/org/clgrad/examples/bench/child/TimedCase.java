package org.clgrad.examples.bench.child;

/** One case, ready to be called. Not for several threads. */
public interface TimedCase extends AutoCloseable {
    /** Does what the case computes, once; it is done when this returns. */
    void call();

    /**
     * Computes the case once and compares what came out.
     *
     * @throws WrongResultException if it is not what it has to be
     */
    void check();

    /**
     * Calls the case.
     *
     * @return the nanoseconds of wall clock that the calls took together
     */
    default long batch(int calls) {
        long start = System.nanoTime();
        for (int i = 0; i < calls; i++) {
            call();
        }
        return System.nanoTime() - start;
    }

    /** Releases what the case holds. */
    @Override
    void close();
}
