package org.clgrad.engine;

import java.util.List;

/** Finds devices of one sort; provided through {@link java.util.ServiceLoader}. */
public interface DeviceProvider {
    /** The bindings it looks through, best first: {@code lwjgl}, {@code jocl}; {@code java}. Loads nothing. */
    List<String> bindings();

    /** The devices there are through a binding, without opening them, and the reasons why others are not there. */
    Discovery discover(String binding);

    /**
     * @param devices the devices that could be opened
     * @param problems one line for each thing that went wrong on the way (a library that is missing, a platform without
     *     devices), without the binding
     */
    record Discovery(List<DeviceInfo> devices, List<String> problems) {}
}
