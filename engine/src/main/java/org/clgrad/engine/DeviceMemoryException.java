package org.clgrad.engine;

/** A device has not enough memory; the message says how much was asked for, is live, cached and there in all. */
public final class DeviceMemoryException extends DeviceException {
    public DeviceMemoryException(String message) {
        super(message, null);
    }

    public DeviceMemoryException(String message, Throwable cause) {
        super(message, cause);
    }
}
