package org.clgrad.engine.host;

import java.util.List;
import org.clgrad.engine.DeviceInfo;
import org.clgrad.engine.DeviceProperties;
import org.clgrad.engine.DeviceProvider;
import org.clgrad.engine.DeviceType;

/** The host device, which is always there. */
public final class HostDeviceProvider implements DeviceProvider {
    @Override
    public List<String> bindings() {
        return List.of("java");
    }

    @Override
    public Discovery discover(String binding) {
        DeviceInfo host = new DeviceInfo(
                HostDevice.NAME,
                DeviceType.HOST,
                "Java",
                binding,
                Runtime.version().toString(),
                HostDevice.hostCapabilities(),
                properties(),
                HostDevice::new);
        return new Discovery(List.of(host), List.of());
    }

    private static DeviceProperties properties() {
        String version = "Java " + System.getProperty("java.version");
        return new DeviceProperties(
                System.getProperty("java.vm.vendor"), "", version, "", 0, 0, false, 0, false, false, false);
    }
}
