package org.clgrad.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.clgrad.autograd.DefaultDevice;
import org.clgrad.autograd.RandomStream;
import org.clgrad.engine.Device;
import org.clgrad.engine.Devices;
import org.clgrad.engine.Scope;
import org.junit.jupiter.api.AfterEach;

/**
 * A test that runs on the host device and on an OpenCL device, and leaves no storage alive on either. That there is no
 * OpenCL device is an error: tests that did not run are not green.
 */
public abstract class DeviceTest {
    private static final Device HOST = Devices.openHost();
    private static final Device OPENCL = openCl();

    private static Device openCl() {
        return Devices.discover().openCl().stream()
                .findFirst()
                .orElseThrow(() -> new AssertionError("no OpenCL device to test on"))
                .open();
    }

    /** The devices, opened once for all tests. */
    public static List<Device> devices() {
        return List.of(HOST, OPENCL);
    }

    protected static Device host() {
        return HOST;
    }

    protected static Device openClDevice() {
        return OPENCL;
    }

    /** A scope with a default device and a random stream. */
    protected static Scope on(Device device, long seed) {
        return RandomStream.seed(DefaultDevice.set(Scope.open(), device), seed);
    }

    @AfterEach
    protected final void nothingIsLeftAlive() {
        assertThat(Stream.of(HOST, OPENCL)
                        .mapToLong(device -> device.statistics().liveStorages()))
                .as("live storages on host and OpenCL")
                .containsExactly(0L, 0L);
    }
}
