package org.clgrad.engine;

import java.util.function.Supplier;
import org.clgrad.engine.routine.Capabilities;

/**
 * A device that could be opened.
 *
 * @param name the device's own name
 * @param platform the OpenCL platform it belongs to; {@code Java} for the host
 * @param binding the binding that reaches it
 * @param driver the driver's version
 * @param capabilities what it can do
 * @param opener opens it
 */
public record DeviceInfo(
        String name,
        String platform,
        String binding,
        String driver,
        Capabilities capabilities,
        Supplier<Device> opener) {
    /** Opens the device; the caller closes it. */
    public Device open() {
        return opener.get();
    }

    @Override
    public String toString() {
        return name + " (" + platform + ", " + binding + ")";
    }
}
