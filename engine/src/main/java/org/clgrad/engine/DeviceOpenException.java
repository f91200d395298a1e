package org.clgrad.engine;

/** A device is there and cannot be opened now; the message says which, why as far as that is known, and what failed. */
public final class DeviceOpenException extends DeviceException {
    /**
     * @param device its name
     * @param reason why, to a user
     * @param cause what failed
     */
    public DeviceOpenException(String device, String reason, Throwable cause) {
        super("device " + device + " cannot be opened: " + reason + ": " + cause.getMessage(), cause);
    }
}
