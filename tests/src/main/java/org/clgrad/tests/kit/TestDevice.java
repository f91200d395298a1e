package org.clgrad.tests.kit;

import org.clgrad.engine.CapabilityLimits;
import org.clgrad.engine.DeviceInfo;
import org.clgrad.engine.cl.ClDevice;
import org.clgrad.engine.cl.binding.CountingBinding;

/**
 * A device under test.
 *
 * @param info what it was opened from
 * @param limits what of it may be used
 * @param device the open device
 * @param handles the census of what is live through its binding
 */
public record TestDevice(DeviceInfo info, CapabilityLimits limits, ClDevice device, CountingBinding handles) {
    /** Like {@code pthread-skylake (Portable Computing Language, jocl, driver 3.1)}. */
    @Override
    public String toString() {
        return info.name() + " (" + info.platform() + ", " + info.binding() + ", driver " + info.driver()
                + (limits.isNone() ? "" : ", limited to " + limits) + ")";
    }
}
