package org.clgrad.engine;

/** The device asked for is not there; the message lists what is. */
public final class DeviceNotFoundException extends DeviceException {
    public DeviceNotFoundException(String message) {
        super(message, null);
    }

    @Override
    public boolean isRefusal() {
        return true;
    }
}
