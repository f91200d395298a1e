package org.clgrad.engine;

import java.util.function.Function;
import org.clgrad.engine.routine.Capabilities;

/**
 * A device that could be opened.
 *
 * @param name the device's own name
 * @param type what sort of device it is
 * @param platform the OpenCL platform it belongs to; {@code Java} for the host
 * @param binding the binding that reaches it
 * @param driver the driver's version
 * @param capabilities what it can do
 * @param properties what else is worth knowing of it
 * @param opener opens it, within limits
 */
public record DeviceInfo(
        String name,
        DeviceType type,
        String platform,
        String binding,
        String driver,
        Capabilities capabilities,
        DeviceProperties properties,
        Function<CapabilityLimits, Device> opener) {
    /** Opens the device; the caller closes it. */
    public Device open() {
        return open(CapabilityLimits.NONE);
    }

    /** Opens the device, of which no more than the limits say will be used; the caller closes it. */
    public Device open(CapabilityLimits limits) {
        return opener.apply(limits);
    }

    /** Whether another one is this very device, perhaps reached through another binding. */
    boolean isSameDevice(DeviceInfo other) {
        return name.equals(other.name) && platform.equals(other.platform) && driver.equals(other.driver);
    }

    @Override
    public String toString() {
        return name + " (" + platform + ", " + binding + ")";
    }
}
