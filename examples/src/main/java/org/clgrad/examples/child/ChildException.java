package org.clgrad.examples.child;

/** A process could not be started. */
public final class ChildException extends RuntimeException {
    ChildException(String message, Throwable cause) {
        super(message, cause);
    }
}
