package org.clgrad.tests.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.clgrad.engine.cl.binding.Cl.CL_DEVICE_AVAILABLE;
import static org.clgrad.engine.cl.binding.Cl.CL_DEVICE_COMPILER_AVAILABLE;
import static org.clgrad.engine.cl.binding.Cl.CL_DEVICE_MAX_COMPUTE_UNITS;
import static org.clgrad.engine.cl.binding.Cl.CL_OUT_OF_HOST_MEMORY;

import java.util.ArrayList;
import java.util.List;
import org.clgrad.engine.DeviceOpenException;
import org.clgrad.engine.DeviceProvider;
import org.clgrad.engine.DeviceRequest;
import org.clgrad.engine.Devices;
import org.clgrad.engine.ListedDevice;
import org.clgrad.engine.cl.ClDeviceProvider;
import org.clgrad.engine.cl.binding.ClBinding;
import org.clgrad.engine.cl.binding.ClException;
import org.clgrad.engine.cl.binding.ClHandle;
import org.clgrad.engine.cl.binding.ClHandle.Device;
import org.clgrad.engine.cl.binding.ClHandle.Platform;
import org.clgrad.engine.cl.binding.ForwardingBinding;
import org.clgrad.engine.host.HostDeviceProvider;
import org.clgrad.kernels.KernelCatalog;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A driver that answers with errors, or nonsense, takes away its own devices, and no others. */
class BrokenDriverTest {
    private enum Fault {
        NO_NAME("a platform failed: clGetPlatformInfo: CL_OUT_OF_HOST_MEMORY (-6)"),
        NO_DEVICES("failed: clGetDeviceIDs: CL_OUT_OF_HOST_MEMORY (-6)"),
        NO_ANSWER("a device of platform '%s' failed: clGetDeviceInfo: CL_OUT_OF_HOST_MEMORY (-6)"),
        BUSY("device 'broken' is not available (platform '%s')"),
        NO_COMPILER("device 'broken' has no compiler (platform '%s')"),
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
            if (!(device instanceof BrokenDevice)) {
                return super.deviceInt(device, param);
            }
            return switch (param) {
                case CL_DEVICE_AVAILABLE -> fault == Fault.BUSY ? 0 : 1;
                case CL_DEVICE_COMPILER_AVAILABLE -> fault == Fault.NO_COMPILER ? 0 : 1;
                case CL_DEVICE_MAX_COMPUTE_UNITS ->
                    throw new IllegalArgumentException("clGetDeviceInfo: the value has 8 bytes, but 4 were expected");
                default -> 1;
            };
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

    /** A driver whose devices are there, and cannot be had. */
    private static final class WithoutContexts extends ForwardingBinding {
        private final int code;

        WithoutContexts(ClBinding sound, int code) {
            super(sound);
            this.code = code;
        }

        @Override
        public ClHandle.Context createContext(Device device) {
            throw new ClException("clCreateContext", code, null);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "-2  | it is not available; another process may have it to itself: clCreateContext: CL_DEVICE_NOT_AVAILABLE (-2)",
                "-5  | memory is short, its own or the host's: clCreateContext: CL_OUT_OF_RESOURCES (-5)",
                "-6  | memory is short, its own or the host's: clCreateContext: CL_OUT_OF_HOST_MEMORY (-6)",
                "-33 | its driver has lost it: clCreateContext: CL_INVALID_DEVICE (-33)",
                "-32 | its driver refuses: clCreateContext: CL_INVALID_PLATFORM (-32)",
            })
    void whatCannotBeOpenedSaysWhyInOneLine(int code, String why) {
        Devices devices = devices(new WithoutContexts(ClBinding.installed().get(0), code));
        DeviceRequest request = DeviceRequest.of("0");
        assertThatExceptionOfType(DeviceOpenException.class)
                .isThrownBy(() -> devices.open(request))
                .satisfies(e -> assertThat(String.valueOf(e.getMessage()))
                        .startsWith("device " + devices.choose(request).name() + " cannot be opened: " + why)
                        .hasLineCount(1));
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
