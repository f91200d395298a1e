package org.clgrad.tests.kit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.clgrad.engine.check.RoutineCatalog;
import org.clgrad.engine.cl.binding.CountingBinding;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.kernels.KernelCatalog;
import org.clgrad.kernels.KernelSource;
import org.jspecify.annotations.Nullable;

/**
 * What all tests of a JVM share: the devices, opened when first asked for, and the coverage. The one place of the kit
 * that is static, because a JVM has two test engines, which share nothing else.
 */
public final class TestRun {
    /** Whether all implementations of OpenCL must be there, and have time: {@code ./clgrad test --all-platforms}. */
    public static final boolean ALL_PLATFORMS = Boolean.getBoolean("clgrad.test.allPlatforms");

    private static final TestRun CURRENT = new TestRun();

    private final Coverage coverage = new Coverage();
    private final Set<CountingBinding> privateHandles = Collections.newSetFromMap(new WeakHashMap<>());
    private final List<String> notRun = new ArrayList<>();
    private @Nullable TestDevices devices;

    private TestRun() {}

    /** The run of this JVM. */
    public static TestRun current() {
        return CURRENT;
    }

    /**
     * The devices under test.
     *
     * @throws AssertionError if there is none
     */
    public synchronized List<TestDevice> devices() {
        if (devices == null) {
            devices = TestDevices.open();
            devices.all().forEach(device -> privateHandles.remove(device.handles()));
        }
        return devices.all();
    }

    /** The devices under test that have been opened. */
    synchronized List<TestDevice> openDevices() {
        return devices == null ? List.of() : devices.all();
    }

    /** Notes through what devices are opened. */
    synchronized void opened(CountingBinding handles) {
        privateHandles.add(handles);
    }

    /** Through what tests have opened devices of their own, as far as it is not forgotten. */
    synchronized Set<CountingBinding> privateHandles() {
        return Set.copyOf(privateHandles);
    }

    public Coverage coverage() {
        return coverage;
    }

    /** Notes what did not run, and why, for the report at the end. */
    public synchronized void notRun(String why) {
        if (!notRun.contains(why)) {
            notRun.add(why);
        }
    }

    /** Closes the devices and says what ran where, and what of the sample spaces and tunables was met. */
    synchronized List<String> end() {
        List<String> lines = new ArrayList<>();
        if (devices == null) {
            notRun.forEach(line -> lines.add("not run: " + line));
            return lines;
        }
        devices.notRun().forEach(this::notRun);
        devices.close();
        Map<String, Integer> leaked = devices.liveHandles();
        devices = null;
        lines.add("Tests on each device and binding");
        coverage.devices().forEach(line -> lines.add("  " + line));
        notRun.forEach(line -> lines.add("  not run: " + line));
        coverage.notRun().forEach(line -> lines.add("  not run: " + line));
        if (!coverage.variantsNotRun().isEmpty()) {
            lines.add("  variants that fitted nowhere: " + String.join(", ", coverage.variantsNotRun()));
        }
        if (!leaked.isEmpty()) {
            lines.add("  left open: " + leaked);
        }
        lines.add("Coverage of the sample spaces, values met of each axis");
        for (SampleSpace space : RoutineCatalog.spaces()) {
            lines.add("  " + coverage.of(space));
        }
        lines.add("Coverage of the kernels' tunables");
        KernelCatalog kernels = TestDevices.allKernels();
        for (String name : kernels.names()) {
            KernelSource kernel = kernels.source(name);
            if (!kernel.tunables().isEmpty()) {
                lines.add("  " + coverage.of(kernel));
            }
        }
        return lines;
    }
}
