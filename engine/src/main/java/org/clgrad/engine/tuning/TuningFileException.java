package org.clgrad.engine.tuning;

/** A file of rows cannot be read or written, or holds what is no row; the message says where, in one line. */
public final class TuningFileException extends RuntimeException {
    TuningFileException(String message) {
        super(message);
    }

    TuningFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
