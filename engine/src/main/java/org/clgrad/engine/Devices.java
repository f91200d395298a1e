package org.clgrad.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds and chooses devices over all bindings and platforms.
 *
 * <p>What a {@link DeviceRequest} leaves open, the environment decides ({@value DeviceRequest#DEVICE}, {@value
 * DeviceRequest#BINDING}, {@value DeviceRequest#LIMIT}); what that leaves open too, this class: the first device in the
 * order of {@link DeviceType}, of the first binding that finds any (LWJGL before JOCL), else the host. Which one it is and
 * why is logged once. A device asked for is that one or an error. Bindings are loaded only when they are looked at.
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

    private Devices(Iterable<DeviceProvider> installed) {
        List<DeviceProvider> sorted = new ArrayList<>();
        installed.forEach(sorted::add);
        sorted.sort((a, b) -> Boolean.compare(isHostOnly(a), isHostOnly(b)));
        for (DeviceProvider provider : sorted) {
            provider.bindings().forEach(binding -> providers.put(binding, provider));
        }
    }

    private static boolean isHostOnly(DeviceProvider provider) {
        return provider.bindings().equals(List.of(JAVA));
    }

    /** Devices as they are found from now on; nothing is loaded yet. */
    public static Devices discover() {
        return new Devices(ServiceLoader.load(DeviceProvider.class, Devices.class.getClassLoader()));
    }

    /** Devices as these providers find them. */
    public static Devices of(List<DeviceProvider> providers) {
        return new Devices(providers);
    }

    /** The device of a process that asks for none, opened on first use and never closed. */
    public static Device standard() {
        return Standard.DEVICE;
    }

    private static final class Standard {
        static final Device DEVICE = discover().open(DeviceRequest.any());
    }

    /** Opens the plain-Java device. */
    public static Device openHost() {
        return discover().open(DeviceRequest.of(HOST));
    }

    // ---- What there is

    /** All devices, through each binding, the host's last. */
    public List<DeviceInfo> all() {
        return providers.keySet().stream()
                .flatMap(binding -> through(binding).stream())
                .toList();
    }

    /** All devices, each once and with its number, the host's last. */
    public List<ListedDevice> listed() {
        List<List<DeviceInfo>> merged = new ArrayList<>();
        for (String binding : providers.keySet()) {
            List<List<DeviceInfo>> unmatched = new ArrayList<>(merged);
            for (DeviceInfo info : through(binding)) {
                Optional<List<DeviceInfo>> known = unmatched.stream()
                        .filter(same -> same.get(0).isSameDevice(info))
                        .findFirst();
                // Two cards of one kind have the same name; each stands for one of the other binding's.
                known.ifPresent(unmatched::remove);
                known.orElseGet(() -> {
                            List<DeviceInfo> added = new ArrayList<>();
                            merged.add(added);
                            return added;
                        })
                        .add(info);
            }
        }
        return IntStream.range(0, merged.size())
                .mapToObj(number -> new ListedDevice(number, merged.get(number)))
                .toList();
    }

    /** The OpenCL devices through each binding. */
    public List<DeviceInfo> openCl() {
        return all().stream().filter(Devices::isOpenCl).toList();
    }

    /** Whether there is an OpenCL device; looks through no more bindings than it takes to find one. */
    public boolean anyOpenCl() {
        return providers.keySet().stream()
                .anyMatch(binding -> through(binding).stream().anyMatch(Devices::isOpenCl));
    }

    private static boolean isOpenCl(DeviceInfo device) {
        return device.type() != DeviceType.HOST;
    }

    /** What went wrong while looking so far, a line each; what several bindings found is said once. */
    public List<String> problems() {
        Map<String, List<String>> foundBy = new LinkedHashMap<>();
        discoveries.forEach((binding, discovery) -> discovery.problems().forEach(problem -> foundBy.computeIfAbsent(
                        problem, p -> new ArrayList<>())
                .add(binding)));
        return foundBy.entrySet().stream()
                .map(entry -> String.join(", ", entry.getValue()) + ": " + entry.getKey())
                .toList();
    }

    private List<DeviceInfo> through(String binding) {
        DeviceProvider provider = providers.get(binding);
        if (provider == null) {
            throw new DeviceNotFoundException(
                    "no binding '" + binding + "'; there is: " + String.join(", ", providers.keySet()));
        }
        return discoveries.computeIfAbsent(binding, provider::discover).devices();
    }

    // ---- Choosing

    /**
     * Opens the device asked for.
     *
     * @throws DeviceNotFoundException if there is none such, listing what there is
     * @throws IllegalArgumentException if the environment asks for what cannot be read
     */
    public Device open(DeviceRequest request) {
        DeviceRequest whole = request.orElse(DeviceRequest.environment());
        List<DeviceInfo> fitting = fitting(whole);
        DeviceInfo chosen = fitting.get(0);
        CapabilityLimits limits = whole.limits().orElse(CapabilityLimits.NONE);
        log.info(
                "device: {}, {}{}",
                chosen,
                whole.device().isPresent() ? asked(fitting) : reason(chosen),
                limits.isNone() ? "" : ", limited to " + limits);
        return chosen.open(limits);
    }

    /**
     * The device that {@link #open} would open.
     *
     * @throws DeviceNotFoundException if there is none such, listing what there is
     * @throws IllegalArgumentException if the environment asks for what cannot be read
     */
    public DeviceInfo choose(DeviceRequest request) {
        return fitting(request.orElse(DeviceRequest.environment())).get(0);
    }

    /** The devices that fit, of the first binding that finds any, the best first; never none. */
    private List<DeviceInfo> fitting(DeviceRequest request) {
        if (request.device().orElse(null) instanceof DeviceSelector.Numbered numbered) {
            return listed().stream()
                    .filter(device -> device.number() == numbered.number())
                    .findFirst()
                    .flatMap(device -> numbered(device, request.binding()))
                    .map(List::of)
                    .orElseThrow(() -> notFound(request));
        }
        for (String candidate : candidates(request)) {
            List<DeviceInfo> best = best(through(candidate), request.device());
            if (!best.isEmpty()) {
                return best;
            }
        }
        throw notFound(request);
    }

    private static Optional<DeviceInfo> numbered(ListedDevice device, Optional<String> binding) {
        return binding.filter(b -> isOpenCl(device.info()))
                .map(device::through)
                .orElseGet(() -> Optional.of(device.info()));
    }

    private static List<DeviceInfo> best(List<DeviceInfo> devices, Optional<DeviceSelector> selector) {
        Comparator<DeviceInfo> order = Comparator.comparing(DeviceInfo::type);
        if (selector.orElse(null) instanceof DeviceSelector.Named named) {
            return devices.stream()
                    .filter(device -> named.distance(device).isPresent())
                    .sorted(Comparator.comparing((DeviceInfo device) ->
                                    named.distance(device).orElseThrow())
                            .thenComparing(order))
                    .toList();
        }
        return devices.stream()
                .filter(device ->
                        !(selector.orElse(null) instanceof DeviceSelector.Typed typed) || device.type() == typed.type())
                .sorted(order)
                .toList();
    }

    /** The bindings to look through in turn; one that is not reached is not loaded. */
    private List<String> candidates(DeviceRequest request) {
        if (request.isHost()) {
            return List.of(JAVA);
        }
        return request.binding().map(List::of).orElseGet(() -> List.copyOf(providers.keySet()));
    }

    // ---- Saying so

    private static String asked(List<DeviceInfo> fitting) {
        return fitting.size() == 1 ? "asked for" : "the first of " + fitting.size() + " that were asked for";
    }

    private String reason(DeviceInfo chosen) {
        if (isOpenCl(chosen)) {
            return "the best found";
        }
        return "because no OpenCL device was found"
                + (problems().isEmpty() ? "" : ": " + String.join("; ", problems()));
    }

    private DeviceNotFoundException notFound(DeviceRequest request) {
        String asked = request.device().map(device -> " '" + device + "'").orElse("")
                + request.binding().map(binding -> " through " + binding).orElse("");
        String there = listed().stream().map(ListedDevice::toString).collect(Collectors.joining(", "));
        String problems = String.join("; ", problems());
        return new DeviceNotFoundException(
                "no device" + asked + "; there is: " + there + (problems.isEmpty() ? "" : " (" + problems + ")"));
    }
}
