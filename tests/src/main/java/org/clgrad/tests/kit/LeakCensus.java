package org.clgrad.tests.kit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.clgrad.engine.cl.binding.ClHandle;

/** What was live on the devices under test at some moment, to be compared with what is live later. */
public final class LeakCensus {
    /** Uploads that a device may have under way, each with an event; see the engine's {@code Staging}. */
    private static final int UPLOADS_UNDER_WAY = 8;

    private final Map<TestDevice, Long> storages = new LinkedHashMap<>();

    private LeakCensus(List<TestDevice> devices) {
        devices.forEach(device -> storages.put(device, liveStorages(device)));
    }

    /** Counts now. */
    public static LeakCensus take(List<TestDevice> devices) {
        return new LeakCensus(devices);
    }

    private static long liveStorages(TestDevice device) {
        return device.device().statistics().liveStorages();
    }

    /**
     * Compares with what is live now; kernels of cached plans may be more.
     *
     * @throws AssertionError if there are more storages than before, or events that nobody waits for
     */
    public void check() {
        List<String> leaks = new ArrayList<>();
        storages.forEach((device, before) -> {
            long now = liveStorages(device);
            if (now != before) {
                leaks.add((now - before) + " storages on " + device);
            }
            long events = device.handles().live(ClHandle.Event.class);
            long sharing = storages.keySet().stream()
                    .filter(other -> other.handles() == device.handles())
                    .count();
            if (events > UPLOADS_UNDER_WAY * sharing) {
                leaks.add(events + " events on " + device);
            }
        });
        if (!leaks.isEmpty()) {
            throw new AssertionError("left behind: " + String.join(", ", leaks));
        }
    }
}
