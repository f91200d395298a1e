package org.clgrad.engine.cl;

import static org.clgrad.engine.cl.binding.Cl.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.clgrad.engine.DeviceInfo;
import org.clgrad.engine.DeviceProvider;
import org.clgrad.engine.cl.binding.ClBinding;
import org.clgrad.engine.cl.binding.ClException;
import org.clgrad.engine.cl.binding.ClHandle;
import org.clgrad.engine.routine.Capabilities;
import org.clgrad.engine.routine.Tuning;
import org.clgrad.kernels.KernelCatalog;

/** Finds OpenCL devices over all platforms, through each binding on the class path. */
public final class ClDeviceProvider implements DeviceProvider {
    private final List<ClBinding> installed;
    private final KernelCatalog kernels;

    /** Through the bindings on the class path, with the kernels that ship. */
    public ClDeviceProvider() {
        this(ClBinding.installed(), KernelCatalog.builtin());
    }

    /** Through these bindings, with kernels from that catalog. */
    public ClDeviceProvider(List<ClBinding> bindings, KernelCatalog kernels) {
        this.installed = List.copyOf(bindings);
        this.kernels = kernels;
    }

    @Override
    public List<String> bindings() {
        return installed.stream().map(ClBinding::name).toList();
    }

    @Override
    public Discovery discover(String binding) {
        return installed.stream()
                .filter(cl -> cl.name().equals(binding))
                .findFirst()
                .map(this::discover)
                .orElseThrow(() -> new IllegalArgumentException("no binding '" + binding + "'"));
    }

    private Discovery discover(ClBinding cl) {
        List<DeviceInfo> devices = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        Optional<String> unavailable = cl.unavailableReason();
        if (unavailable.isPresent()) {
            problems.add(cl.name() + ": " + unavailable.get());
            return new Discovery(devices, problems);
        }
        List<ClHandle.Platform> platforms = cl.platforms();
        if (platforms.isEmpty()) {
            problems.add(cl.name() + ": the OpenCL loader knows no platform");
        }
        for (ClHandle.Platform platform : platforms) {
            // One broken driver must not hide the devices of the others.
            try {
                String platformName = cl.platformString(platform, CL_PLATFORM_NAME);
                List<ClHandle.Device> found = cl.devices(platform);
                if (found.isEmpty()) {
                    problems.add(cl.name() + ": platform '" + platformName + "' has no device");
                }
                for (ClHandle.Device device : found) {
                    devices.add(info(cl, platformName, device));
                }
            } catch (ClException e) {
                problems.add(cl.name() + ": a platform failed: " + e.getMessage());
            }
        }
        return new Discovery(devices, problems);
    }

    private DeviceInfo info(ClBinding cl, String platformName, ClHandle.Device device) {
        String name = cl.deviceString(device, CL_DEVICE_NAME).strip();
        Capabilities capabilities = ClCapabilities.of(cl, device);
        String driver = cl.deviceString(device, CL_DRIVER_VERSION);
        return new DeviceInfo(
                name,
                platformName,
                cl.name(),
                driver,
                capabilities,
                () -> new ClDevice(cl, device, name, capabilities, kernels, Tuning.defaults()));
    }
}
