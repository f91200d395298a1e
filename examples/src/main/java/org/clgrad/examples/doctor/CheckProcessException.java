package org.clgrad.examples.doctor;

/** No process could be started in which the device opens. */
public final class CheckProcessException extends RuntimeException {
    CheckProcessException(String message) {
        super(message);
    }

    CheckProcessException(String message, Throwable cause) {
        super(message, cause);
    }
}
