package org.clgrad.examples.bench.child;

/** A case computed something else than it has to; its time would say nothing. */
public final class WrongResultException extends RuntimeException {
    public WrongResultException(String message) {
        super(message);
    }
}
