package org.clgrad.engine.cl.binding;

import org.clgrad.engine.DeviceException;
import org.jspecify.annotations.Nullable;

/**
 * An OpenCL call that failed: which one, with which error, and on what. What was to be done, and the name of the device,
 * are filled in on the way up by who knows them.
 */
public class ClException extends DeviceException {
    private final String call;
    private final int code;
    private final @Nullable String detail;
    private @Nullable String work;
    private @Nullable String device;

    /**
     * @param call the OpenCL function, such as {@code clEnqueueNDRangeKernel}
     * @param code the OpenCL error code, negative
     * @param detail what the call was made with (sizes, argument index), or null
     */
    public ClException(String call, int code, @Nullable String detail) {
        super(null, null);
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
    public final String call() {
        return call;
    }

    /** The OpenCL error code. */
    public final int code() {
        return code;
    }

    /** The name of the error, such as {@code CL_OUT_OF_RESOURCES}. */
    public final String errorName() {
        return Cl.errorName(code);
    }

    /**
     * Says in what it failed, such as {@code matmul by matmul_tiled}; who says so first knows best.
     *
     * @return this exception
     */
    public final ClException in(String work) {
        if (this.work == null) {
            this.work = work;
        }
        return this;
    }

    /**
     * Says on which device it failed; who says so first knows best.
     *
     * @return this exception
     */
    public final ClException on(String device) {
        if (this.device == null) {
            this.device = device;
        }
        return this;
    }

    /** Like {@code clEnqueueNDRangeKernel: CL_INVALID_KERNEL_ARGS (-52) in matmul by matmul_tiled on device X: …}. */
    @Override
    public final String getMessage() {
        return call + ": " + errorName() + " (" + code + ")"
                + (work == null ? "" : " in " + work)
                + (device == null ? "" : " on " + device)
                + (detail == null ? "" : ": " + detail);
    }
}
