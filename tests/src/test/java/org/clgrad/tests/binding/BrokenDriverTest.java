package org.clgrad.tests.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.clgrad.engine.cl.binding.Cl.CL_DEVICE_MAX_COMPUTE_UNITS;
import static org.clgrad.engine.cl.binding.Cl.CL_OUT_OF_HOST_MEMORY;

import java.util.ArrayList;
import java.util.List;
import org.clgrad.engine.DeviceProvider;
import org.clgrad.engine.Devices;
import org.clgrad.engine.ListedDevice;
import org.clgrad.engine.cl.ClDeviceProvider;
import org.clgrad.engine.cl.binding.ClBinding;
import org.clgrad.engine.cl.binding.ClException;
import org.clgrad.engine.cl.binding.ClHandle.Device;
import org.clgrad.engine.cl.binding.ClHandle.Platform;
import org.clgrad.engine.cl.binding.ForwardingBinding;
import org.clgrad.engine.host.HostDeviceProvider;
import org.clgrad.kernels.KernelCatalog;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A driver that answers with errors, or nonsense, takes away its own devices, and no others. */
class BrokenDriverTest {
    private enum Fault {
        NO_NAME("a platform failed: clGetPlatformInfo: CL_OUT_OF_HOST_MEMORY (-6)"),
        NO_DEVICES("failed: clGetDeviceIDs: CL_OUT_OF_HOST_MEMORY (-6)"),
        NO_ANSWER("a device of platform '%s' failed: clGetDeviceInfo: CL_OUT_OF_HOST_MEMORY (-6)"),
        NONSENSE(
                "a device of platform '%s' gave an answer that makes no sense: clGetDeviceInfo: the value has 8 bytes");

        private final String problem;

        Fault(String problem) {
            this.problem = problem;
        }
    }

    private static final class BrokenPlatform implements Platform {}

    private static final class BrokenDevice implements Device {}

    /** The sound platforms, and before them one that is not. */
    private static final class WithBrokenDriver extends ForwardingBinding {
        private final Fault fault;

        WithBrokenDriver(ClBinding sound, Fault fault) {
            super(sound);
            this.fault = fault;
        }

        private <T> T failAt(Fault own, String call, T otherwise) {
            if (fault == own) {
                throw new ClException(call, CL_OUT_OF_HOST_MEMORY, null);
            }
            return otherwise;
        }

        @Override
        public List<Platform> platforms() {
            List<Platform> all = new ArrayList<>(List.of(new BrokenPlatform()));
            all.addAll(super.platforms());
            return all;
        }

        @Override
        public String platformString(Platform platform, int param) {
            return platform instanceof BrokenPlatform
                    ? failAt(Fault.NO_NAME, "clGetPlatformInfo", "broken")
                    : super.platformString(platform, param);
        }

        @Override
        public List<Device> devices(Platform platform) {
            return platform instanceof BrokenPlatform
                    ? failAt(Fault.NO_DEVICES, "clGetDeviceIDs", List.of(new BrokenDevice()))
                    : super.devices(platform);
        }

        @Override
        public String deviceString(Device device, int param) {
            return device instanceof BrokenDevice
                    ? failAt(Fault.NO_ANSWER, "clGetDeviceInfo", "broken")
                    : super.deviceString(device, param);
        }

        @Override
        public int deviceInt(Device device, int param) {
            if (device instanceof BrokenDevice && param == CL_DEVICE_MAX_COMPUTE_UNITS) {
                throw new IllegalArgumentException("clGetDeviceInfo: the value has 8 bytes, but 4 were expected");
            }
            return device instanceof BrokenDevice ? 1 : super.deviceInt(device, param);
        }

        @Override
        public long deviceLong(Device device, int param) {
            return device instanceof BrokenDevice ? 1 : super.deviceLong(device, param);
        }

        @Override
        public long deviceSize(Device device, int param) {
            return device instanceof BrokenDevice ? 1 : super.deviceSize(device, param);
        }

        @Override
        public long[] deviceSizes(Device device, int param) {
            return device instanceof BrokenDevice ? new long[] {1, 1, 1} : super.deviceSizes(device, param);
        }
    }

    private static Devices devices(ClBinding binding) {
        List<DeviceProvider> providers =
                List.of(new ClDeviceProvider(List.of(binding), KernelCatalog.builtin()), new HostDeviceProvider());
        return Devices.of(providers);
    }

    private static List<String> listed(Devices devices) {
        return devices.listed().stream().map(ListedDevice::toString).toList();
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void itsNeighboursAreFoundAndTheProblemIsSaid(Fault fault) {
        for (ClBinding binding : ClBinding.installed()) {
            Devices sound = devices(binding);
            Devices broken = devices(new WithBrokenDriver(binding, fault));
            assertThat(listed(broken)).hasSizeGreaterThan(1).isEqualTo(listed(sound));
            List<String> problems = new ArrayList<>(broken.problems());
            problems.removeAll(sound.problems());
            assertThat(problems)
                    .singleElement()
                    .asString()
                    .startsWith(binding.name() + ": ")
                    .contains(fault.problem.formatted("broken"));
        }
    }
}
