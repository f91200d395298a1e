package org.clgrad.tests.tuning;

import org.clgrad.engine.DeviceInfo;
import org.clgrad.engine.cl.ClDevice;
import org.clgrad.engine.cl.ClDeviceProvider;
import org.clgrad.engine.cl.DeviceCache;
import org.clgrad.engine.cl.binding.Cl;
import org.clgrad.engine.cl.binding.ClBinding;
import org.clgrad.engine.cl.binding.ClHandle;
import org.clgrad.engine.routine.Tuning;
import org.clgrad.kernels.KernelCatalog;

/** The first OpenCL device, with kernels and a tuning of a test's own. */
public final class TunedDevice {
    private TunedDevice() {}

    static DeviceInfo info() {
        ClBinding cl = binding();
        return new ClDeviceProvider(ClBinding.installed(), KernelCatalog.builtin())
                .discover(cl.name())
                .devices()
                .get(0);
    }

    private static ClBinding binding() {
        return ClBinding.installed().get(0);
    }

    public static ClDevice open(KernelCatalog kernels, Tuning tuning) {
        return open(binding(), kernels, tuning);
    }

    /** The device through a binding that is around the one installed first. */
    public static ClDevice open(ClBinding cl, KernelCatalog kernels, Tuning tuning) {
        DeviceInfo info = info();
        ClHandle.Device handle = cl.platforms().stream()
                .flatMap(platform -> cl.devices(platform).stream())
                .filter(device ->
                        cl.deviceString(device, Cl.CL_DEVICE_NAME).strip().equals(info.name()))
                .findFirst()
                .orElseThrow();
        return new ClDevice(
                cl, handle, info.name(), info.capabilities(), kernels, tuning, DeviceCache.none(), () -> {});
    }
}
