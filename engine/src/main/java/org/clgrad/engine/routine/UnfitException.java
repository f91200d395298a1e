package org.clgrad.engine.routine;

/** A variant cannot do these specs on this device with any choice of its tunables; another one may. */
public final class UnfitException extends RuntimeException {
    public UnfitException(String message) {
        super(message, null, false, false);
    }
}
