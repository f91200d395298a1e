package org.clgrad.kernels;

/**
 * A kernel's source that cannot be read, or an expression of its header that has no value. The message begins with the
 * place: {@code matmul_tiled.cl:12:23: …}.
 */
public final class KernelSourceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Position position;

    /** An error at {@code position}. */
    public KernelSourceException(Position position, String message) {
        super(position + ": " + message);
        this.position = position;
    }

    /** An error at {@code position} that another one caused. */
    public KernelSourceException(Position position, String message, Throwable cause) {
        super(position + ": " + message, cause);
        this.position = position;
    }

    /** Where the error is. */
    public Position position() {
        return position;
    }
}
