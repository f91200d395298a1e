package org.clgrad.engine.routine;

/** Every variant of a routine that could do something needs a kernel that is known to go wrong on the device. */
public final class NoVariantException extends RuntimeException {
    NoVariantException(String message) {
        super(message);
    }
}
