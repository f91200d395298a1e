package org.clgrad.engine.routine;

/** A variant cannot do these specs on this device with any choice of its tunables; another one may. */
public sealed class UnfitException extends RuntimeException permits ObjectionException {
    public UnfitException(String message) {
        super(message, null, false, false);
    }
}
