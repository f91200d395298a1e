package org.clgrad.engine;

import org.jspecify.annotations.Nullable;

/**
 * Something that went wrong on a device or on the way to one. After a {@link DeviceLostException} the device can only be
 * closed; after any other, what was asked for was not done, and the device goes on.
 */
public abstract class DeviceException extends RuntimeException {
    protected DeviceException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Whether what was asked for cannot be done as it stands, so that to try again is of no use. */
    public boolean isRefusal() {
        return false;
    }
}
