package org.clgrad.engine.routine;

/** Tunables were asked for that the kernel's header forbids for these specs on this device. */
public final class IllegalTuningException extends IllegalArgumentException {
    public IllegalTuningException(String message) {
        super(message);
    }
}
