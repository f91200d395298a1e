package org.clgrad.engine;

/** The user's folder of kernels cannot be read, or holds what is no kernel; the message names file, line and column. */
public final class KernelFolderException extends DeviceException {
    public KernelFolderException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public boolean isRefusal() {
        return true;
    }
}
