package org.clgrad.examples.bench;

import java.util.OptionalDouble;

/** A case made ready by a {@link Peer}. */
public interface PeerCase extends AutoCloseable {
    /**
     * Does so many calls and waits for their end, once.
     *
     * @return nanoseconds of wall clock
     * @throws CaseNotRunException if one fails
     */
    long batch(int calls);

    /** How long the device itself works on one call, by its own clock, in nanoseconds; nothing where nobody can say. */
    default OptionalDouble deviceNanos() {
        return OptionalDouble.empty();
    }

    /**
     * Waits until the peer's threads sleep, so that they take nothing from the peer whose turn is next: those of OpenMP and of
     * OpenBLAS spin for up to a fifth of a second after a product.
     */
    default void rest() {}

    /** Gives the memory back. */
    @Override
    void close();
}
