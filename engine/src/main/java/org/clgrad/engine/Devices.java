package org.clgrad.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.clgrad.engine.routine.Machine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds and chooses devices over all bindings and platforms.
 *
 * <p>Unasked, the choice is the first GPU, else the first other OpenCL device, of the first binding that finds any (LWJGL
 * before JOCL), else the host; which one and why is logged once. A device asked for by name is that or an error.
 * Bindings are loaded only when they are looked at.
 */
public final class Devices {
    /** The name of the plain-Java device. */
    public static final String HOST = "host";

    /** What the host's binding is called. */
    private static final String JAVA = "java";

    private static final Logger log = LoggerFactory.getLogger(Devices.class);

    /** Which provider looks through a binding, in the order of preference: OpenCL ones, then the host. */
    private final Map<String, DeviceProvider> providers = new LinkedHashMap<>();

    private final Map<String, DeviceProvider.Discovery> discoveries = new LinkedHashMap<>();

    private Devices() {
        List<DeviceProvider> installed = new ArrayList<>();
        ServiceLoader.load(DeviceProvider.class, Devices.class.getClassLoader()).forEach(installed::add);
        installed.sort((a, b) -> Boolean.compare(isHostOnly(a), isHostOnly(b)));
        for (DeviceProvider provider : installed) {
            provider.bindings().forEach(binding -> providers.put(binding, provider));
        }
    }

    private static boolean isHostOnly(DeviceProvider provider) {
        return provider.bindings().equals(List.of(JAVA));
    }

    /** Devices as they are found from now on; nothing is loaded yet. */
    public static Devices discover() {
        return new Devices();
    }

    /** All devices, through each binding, the host's last. */
    public List<DeviceInfo> all() {
        return providers.keySet().stream()
                .flatMap(binding -> through(binding).stream())
                .toList();
    }

    /** The OpenCL devices through each binding. */
    public List<DeviceInfo> openCl() {
        return all().stream().filter(device -> !isHost(device)).toList();
    }

    /** Whether there is an OpenCL device; looks through no more bindings than it takes to find one. */
    public boolean anyOpenCl() {
        return providers.keySet().stream()
                .anyMatch(binding -> through(binding).stream().anyMatch(d -> !isHost(d)));
    }

    /** What went wrong while looking so far, a line each. */
    public List<String> problems() {
        return discoveries.values().stream()
                .flatMap(discovery -> discovery.problems().stream())
                .toList();
    }

    private List<DeviceInfo> through(String binding) {
        return discoveries
                .computeIfAbsent(binding, b -> {
                    DeviceProvider provider = providers.get(b);
                    return provider == null
                            ? new DeviceProvider.Discovery(List.of(), List.of("there is no binding '" + b + "'"))
                            : provider.discover(b);
                })
                .devices();
    }

    /**
     * Opens the device asked for.
     *
     * @param name part of a device's or platform's name, in upper or lower case, or {@code host}; nothing: the best
     *     there is
     * @param binding {@code lwjgl} or {@code jocl}; nothing: the first through which such a device is found
     * @throws DeviceNotFoundException if there is none such, listing what there is
     */
    public Device open(Optional<String> name, Optional<String> binding) {
        DeviceInfo chosen = choose(name, binding);
        log.info("device: {}, {}", chosen, name.isPresent() ? "asked for" : reason(chosen));
        return chosen.open();
    }

    /** Opens the best device there is. */
    public static Device openBest() {
        return discover().open(Optional.empty(), Optional.empty());
    }

    /** The device of a process that asks for none: the best there is, opened on first use and never closed. */
    public static Device standard() {
        return Standard.DEVICE;
    }

    private static final class Standard {
        static final Device DEVICE = openBest();
    }

    private DeviceInfo choose(Optional<String> name, Optional<String> binding) {
        for (String candidate : candidates(name, binding)) {
            List<DeviceInfo> fitting = through(candidate).stream()
                    .filter(device -> name.isEmpty() || matches(device, name.get()))
                    .toList();
            Optional<DeviceInfo> best = fitting.stream()
                    .filter(device -> device.capabilities().machine() == Machine.GPU)
                    .findFirst()
                    .or(() -> fitting.stream().findFirst());
            if (best.isPresent()) {
                return best.get();
            }
        }
        throw new DeviceNotFoundException(notFound(name, binding));
    }

    /** The bindings to look through in turn; one that is not reached is not loaded. */
    private List<String> candidates(Optional<String> name, Optional<String> binding) {
        if (name.equals(Optional.of(HOST))) {
            return List.of(JAVA);
        }
        return binding.map(List::of).orElseGet(() -> List.copyOf(providers.keySet()));
    }

    private static boolean isHost(DeviceInfo device) {
        return device.name().equals(HOST);
    }

    private static boolean matches(DeviceInfo device, String name) {
        if (name.equals(HOST) || isHost(device)) {
            return device.name().equals(name);
        }
        String part = name.toLowerCase(Locale.ROOT);
        return device.name().toLowerCase(Locale.ROOT).contains(part)
                || device.platform().toLowerCase(Locale.ROOT).contains(part);
    }

    private String reason(DeviceInfo chosen) {
        if (!isHost(chosen)) {
            return "the best found";
        }
        return "because no OpenCL device was found"
                + (problems().isEmpty() ? "" : ": " + String.join("; ", problems()));
    }

    private String notFound(Optional<String> name, Optional<String> binding) {
        String asked = name.map(n -> " '" + n + "'").orElse("")
                + binding.map(b -> " through " + b).orElse("");
        String there =
                String.join(", ", all().stream().map(DeviceInfo::toString).toList());
        String problems = String.join("; ", problems());
        return "no device" + asked + "; there is: " + there + (problems.isEmpty() ? "" : " (" + problems + ")");
    }
}
