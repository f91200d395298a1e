package org.clgrad.engine.tensor;

/**
 * Arguments of an operation that do not fit it or one another: shapes, element types, devices. The message names the
 * operation, the argument, what it needs and what it got, as in {@code matmul: inner sizes differ: A[3,4] needs B[4,n],
 * got B[5,2]}. Nothing has been launched when it is thrown.
 */
public final class MismatchException extends IllegalArgumentException {
    private final String operation;

    /**
     * @param operation the operation's name, {@code matmul}
     * @param argument what does not fit, {@code inner sizes differ: A[3,4]}
     * @param expected what it needs, {@code B[4,n]}
     * @param actual what was given, {@code B[5,2]}
     */
    public MismatchException(String operation, String argument, String expected, String actual) {
        super(operation + ": " + argument + " needs " + expected + ", got " + actual);
        this.operation = operation;
    }

    /** The operation's name. */
    public String operation() {
        return operation;
    }
}
