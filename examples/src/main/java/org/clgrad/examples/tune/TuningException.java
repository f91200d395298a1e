package org.clgrad.examples.tune;

/** A job cannot be tuned for. */
public final class TuningException extends RuntimeException {
    TuningException(String message) {
        super(message);
    }
}
