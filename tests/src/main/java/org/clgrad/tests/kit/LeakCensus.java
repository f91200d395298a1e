package org.clgrad.tests.kit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.clgrad.engine.cl.binding.ClHandle;
import org.clgrad.engine.cl.binding.CountingBinding;

/**
 * What is live at some moment, to be compared with what is live later: on the devices that all tests share the storages,
 * events and kernels; of devices that a test opens for itself, everything. Opens no device.
 */
public final class LeakCensus {
    private final Map<TestDevice, Long> storages = new HashMap<>();
    private final Map<TestDevice, Long> derivedBytes = new HashMap<>();
    private final Set<CountingBinding> privates;

    private LeakCensus(TestRun run) {
        run.openDevices().forEach(device -> {
            storages.put(device, liveStorages(device));
            derivedBytes.put(device, derivedBytes(device));
        });
        privates = Set.copyOf(run.privateHandles());
    }

    /** Counts now. */
    public static LeakCensus take() {
        return new LeakCensus(TestRun.current());
    }

    private static long liveStorages(TestDevice device) {
        return device.device().statistics().liveStorages();
    }

    private static long derivedBytes(TestDevice device) {
        return device.device().statistics().derivedBytes();
    }

    /**
     * Waits for the devices and compares with what is live now.
     *
     * @throws AssertionError if there are more or fewer storages than before or bytes derived of them, events, kernels that no kept plan needs, or
     *     devices of a test's own still open
     */
    public void check() {
        List<String> leaks = new ArrayList<>();
        Map<CountingBinding, Long> keptKernels = new LinkedHashMap<>();
        TestRun.current().openDevices().forEach(device -> {
            device.device().finish();
            keptKernels.merge(device.handles(), device.device().keptKernels(), Long::sum);
            long more = liveStorages(device) - storages.getOrDefault(device, 0L);
            if (more != 0) {
                leaks.add(more + " storages on " + device);
            }
            long derived = derivedBytes(device) - derivedBytes.getOrDefault(device, 0L);
            if (derived != 0) {
                leaks.add(derived + " bytes derived of storages on " + device);
            }
        });
        keptKernels.forEach((handles, kept) -> {
            long events = handles.live(ClHandle.Event.class);
            if (events != 0) {
                leaks.add(events + " events through " + handles.name());
            }
            long kernels = handles.live(ClHandle.Kernel.class) - kept;
            if (kernels != 0) {
                leaks.add(kernels + " kernels through " + handles.name());
            }
        });
        Set<CountingBinding> opened = new LinkedHashSet<>(TestRun.current().privateHandles());
        opened.removeAll(privates);
        for (CountingBinding handles : opened) {
            if (!handles.live().isEmpty()) {
                leaks.add(handles.live() + " of devices of its own through " + handles.name());
            }
        }
        if (!leaks.isEmpty()) {
            throw new AssertionError("left behind: " + String.join(", ", leaks));
        }
    }
}
