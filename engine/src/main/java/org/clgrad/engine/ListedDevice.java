package org.clgrad.engine;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A device as {@code clgrad devices} lists it, once, whatever the bindings that reach it.
 *
 * @param number its number, from 0; the host's is the last
 * @param through the device through each binding that reaches it, the preferred one first; at least one
 */
public record ListedDevice(int number, List<DeviceInfo> through) {
    public ListedDevice {
        through = List.copyOf(through);
    }

    /** The device through the preferred binding. */
    public DeviceInfo info() {
        return through.get(0);
    }

    /** The device through a binding; nothing, if that does not reach it. */
    public Optional<DeviceInfo> through(String binding) {
        return through.stream().filter(info -> info.binding().equals(binding)).findFirst();
    }

    /** The names of the bindings. */
    public List<String> bindings() {
        return through.stream().map(DeviceInfo::binding).toList();
    }

    /** Like {@code 0 gfx1100 (gpu; AMD Accelerated Parallel Processing; lwjgl, jocl)}. */
    @Override
    public String toString() {
        return number + " " + info().name() + " (" + info().type().word() + "; " + info().platform() + "; "
                + bindings().stream().collect(Collectors.joining(", ")) + ")";
    }
}
