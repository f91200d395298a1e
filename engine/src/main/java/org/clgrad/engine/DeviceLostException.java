package org.clgrad.engine;

/**
 * A device failed in such a way that nothing can be expected of it any more: it was taken away, a kernel broke its
 * context, or commands it had accepted were not carried out. All later calls throw this too; closing the device gives back
 * what can be given back, and a new one may be opened. Tensors on it are gone.
 */
public final class DeviceLostException extends DeviceException {
    /**
     * @param device its name
     * @param cause the failure by which it was lost
     */
    public DeviceLostException(String device, Throwable cause) {
        super("device " + device + " is lost, close it and open it again: " + cause.getMessage(), cause);
    }
}
