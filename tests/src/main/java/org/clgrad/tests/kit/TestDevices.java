package org.clgrad.tests.kit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.clgrad.engine.CapabilityLimits;
import org.clgrad.engine.DeviceInfo;
import org.clgrad.engine.DeviceProvider;
import org.clgrad.engine.ProvidedOperations;
import org.clgrad.engine.cl.ClDevice;
import org.clgrad.engine.cl.ClDeviceProvider;
import org.clgrad.engine.cl.binding.ClBinding;
import org.clgrad.engine.cl.binding.CountingBinding;
import org.clgrad.kernels.KernelCatalog;

/**
 * The OpenCL devices that there are, each through each binding, opened once. The system property {@value #FILTER}, words
 * separated by commas, leaves only those that have one of them in their name, platform or binding; {@value #LIMIT}
 * narrows them, as {@link CapabilityLimits} reads it. {@link TestRun#ALL_PLATFORMS} adds one part of a device that can be
 * split. That there is none is an error: tests that did not run are not green.
 */
public final class TestDevices implements AutoCloseable {
    /** The system property that chooses devices. */
    public static final String FILTER = "clgrad.test.devices";

    /** The system property that narrows devices. */
    public static final String LIMIT = "clgrad.test.limit";

    private static final int UNITS_OF_A_PART = 1;

    private final List<TestDevice> open;
    private final List<String> notRun;

    private TestDevices(List<TestDevice> open, List<String> notRun) {
        this.open = List.copyOf(open);
        this.notRun = List.copyOf(notRun);
    }

    /** Opens all devices, with the kernels that ship and those of operations from outside. */
    public static TestDevices open() {
        return open(allKernels());
    }

    /**
     * Opens all devices, with other kernels.
     *
     * @throws AssertionError if there is none
     */
    public static TestDevices open(KernelCatalog kernels) {
        return open(kernels, limits());
    }

    /** The kernels that ship and those of operations from outside. */
    public static KernelCatalog allKernels() {
        return ProvidedOperations.find().addTo(KernelCatalog.builtin());
    }

    /** What the run is limited to. */
    public static CapabilityLimits limits() {
        String text = System.getProperty(LIMIT, "");
        return text.isBlank() ? CapabilityLimits.NONE : CapabilityLimits.parse(text);
    }

    /**
     * Opens all devices, narrowed, with other kernels.
     *
     * @throws AssertionError if there is none
     */
    public static TestDevices open(KernelCatalog kernels, CapabilityLimits limits) {
        List<TestDevice> open = new ArrayList<>();
        List<String> notRun = new ArrayList<>();
        for (ClBinding installed : ClBinding.installed()) {
            CountingBinding binding = new CountingBinding(installed);
            TestRun.current().opened(binding);
            List<DeviceInfo> found =
                    new ArrayList<>(devices(new ClDeviceProvider(List.of(binding), kernels), binding, notRun));
            if (TestRun.ALL_PLATFORMS) {
                DeviceProvider parts = ClDeviceProvider.ofParts(List.of(binding), kernels, UNITS_OF_A_PART);
                devices(parts, binding, notRun).stream().limit(1).forEach(found::add);
            }
            for (DeviceInfo info : found) {
                if (isChosen(info)) {
                    open.add(new TestDevice(info, limits, (ClDevice) info.open(limits), binding));
                } else {
                    notRun.add(info + ": left out by -D" + FILTER + "=" + System.getProperty(FILTER));
                }
            }
        }
        if (open.isEmpty()) {
            throw new AssertionError("no OpenCL device to test on: " + String.join("; ", notRun));
        }
        return new TestDevices(open, notRun);
    }

    private static List<DeviceInfo> devices(DeviceProvider provider, ClBinding binding, List<String> notRun) {
        DeviceProvider.Discovery found = provider.discover(binding.name());
        notRun.addAll(found.problems());
        return found.devices();
    }

    private static boolean isChosen(DeviceInfo info) {
        String name = info.toString().toLowerCase(Locale.ROOT);
        for (String word : System.getProperty(FILTER, "").split(",", -1)) {
            if (name.contains(word.strip().toLowerCase(Locale.ROOT))) {
                return true;
            }
        }
        return false;
    }

    /** The open devices, never none. */
    public List<TestDevice> all() {
        return open;
    }

    /** What was found but is not tested on, or was not found, and why; a line each. */
    public List<String> notRun() {
        return notRun;
    }

    /** How many OpenCL objects of each kind are live through all devices. */
    public Map<String, Integer> liveHandles() {
        Map<String, Integer> live = new TreeMap<>();
        open.stream().map(TestDevice::handles).distinct().forEach(handles -> handles.live()
                .forEach((kind, count) -> live.merge(kind, count, Integer::sum)));
        return live;
    }

    @Override
    public void close() {
        open.forEach(device -> device.device().close());
    }
}
