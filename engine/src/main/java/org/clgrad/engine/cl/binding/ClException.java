package org.clgrad.engine.cl.binding;

import org.jspecify.annotations.Nullable;

/** An OpenCL call that failed: which one, with which error, and on what. */
public class ClException extends RuntimeException {
    private final String call;
    private final int code;
    private final @Nullable String detail;

    /**
     * @param call the OpenCL function, such as {@code clEnqueueNDRangeKernel}
     * @param code the OpenCL error code, negative
     * @param detail what the call was made with (sizes, argument index, device), or null
     */
    public ClException(String call, int code, @Nullable String detail) {
        this(call, code, detail, null);
    }

    private ClException(String call, int code, @Nullable String detail, @Nullable Throwable cause) {
        super(call + ": " + Cl.errorName(code) + " (" + code + ")" + (detail == null ? "" : ": " + detail), cause);
        this.call = call;
        this.code = code;
        this.detail = detail;
    }

    /** Throws if {@code code} is an error; {@code call} is the function that returned it. */
    public static void check(String call, int code) {
        if (code != Cl.CL_SUCCESS) {
            throw new ClException(call, code, null);
        }
    }

    /** The OpenCL function that failed. */
    public String call() {
        return call;
    }

    /** The OpenCL error code. */
    public int code() {
        return code;
    }

    /** The name of the error, such as {@code CL_OUT_OF_RESOURCES}. */
    public String errorName() {
        return Cl.errorName(code);
    }

    /** The same failure with more said about it, such as the device, which a binding does not know by name. */
    public ClException with(String more) {
        return new ClException(call, code, detail == null ? more : detail + "; " + more, this);
    }
}
