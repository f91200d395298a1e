package org.clgrad.engine.cl;

import org.jspecify.annotations.Nullable;

/** Does all of several steps though each may fail. The first failure is thrown at the end, and has the others with it. */
final class Closer {
    private @Nullable RuntimeException failure;

    Closer() {}

    /** For cleaning up after a failure, which the caller throws. */
    Closer(RuntimeException failure) {
        this.failure = failure;
    }

    Closer run(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            if (failure == null) {
                failure = e;
            } else {
                failure.addSuppressed(e);
            }
        }
        return this;
    }

    boolean hasFailed() {
        return failure != null;
    }

    /** Throws the first failure, if there was one. */
    void end() {
        if (failure != null) {
            throw failure;
        }
    }
}
