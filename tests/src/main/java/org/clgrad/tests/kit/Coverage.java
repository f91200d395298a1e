package org.clgrad.tests.kit;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.kernels.KernelSource;
import org.clgrad.kernels.Tunable;

/** Counts what the tests of a run have met: axis values of sample spaces, tunables of kernels, tests on each device. */
public final class Coverage {
    private final Map<String, Map<String, Set<String>>> axes = new TreeMap<>();
    private final Map<String, Map<String, Set<Long>>> tunables = new TreeMap<>();
    private final Map<String, Map<String, Integer>> tests = new TreeMap<>();
    private final Map<String, Map<String, Integer>> variants = new TreeMap<>();

    /** Counts a test of a kind, such as {@code routine}, on a device. */
    public synchronized void test(String kind, TestDevice device) {
        tests.computeIfAbsent(device.toString(), d -> new TreeMap<>()).merge(kind, 1, Integer::sum);
    }

    /** Notes the values of a choice. */
    public synchronized void met(String operation, SampleSpace.Choice choice) {
        Map<String, Set<String>> own = axes.computeIfAbsent(operation, o -> new TreeMap<>());
        choice.values().forEach((axis, value) -> own.computeIfAbsent(axis, a -> new TreeSet<>())
                .add(value.toString()));
    }

    /** Notes a run of a variant and the tunables it ran with. */
    synchronized void ran(String variant, TestDevice device, SampledTuning tuning) {
        variants.computeIfAbsent(variant, v -> new TreeMap<>()).merge(device.toString(), 1, Integer::sum);
        tuning.values().forEach((kernel, values) -> {
            Map<String, Set<Long>> own = tunables.computeIfAbsent(kernel, k -> new TreeMap<>());
            values.forEach((tunable, value) ->
                    own.computeIfAbsent(tunable, t -> new TreeSet<>()).add(value));
        });
    }

    /** On how many devices, the same one through another binding counted again, each variant ran that ran at all. */
    public synchronized Map<String, Integer> devicesOfVariants() {
        Map<String, Integer> counts = new TreeMap<>();
        variants.forEach((variant, devices) -> counts.put(variant, devices.size()));
        return counts;
    }

    /** Whether nothing was counted. */
    public synchronized boolean isEmpty() {
        return tests.isEmpty();
    }

    /** A line for each device: {@code 640 routine, 31 refusal: NAME}. */
    public synchronized List<String> devices() {
        return tests.entrySet().stream()
                .map(entry -> entry.getValue().entrySet().stream()
                                .map(kind -> kind.getValue() + " " + kind.getKey())
                                .collect(Collectors.joining(", "))
                        + ": " + entry.getKey())
                .toList();
    }

    /** A line for a space: of each axis, how many of its values were met; those not met by name. */
    public synchronized String of(SampleSpace space) {
        Map<String, Set<String>> own = axes.getOrDefault(space.operation(), Map.of());
        return space.operation() + ": "
                + space.axes().stream()
                        .map(axis -> share(
                                axis.name(),
                                axis.values().stream().map(Object::toString).toList(),
                                own.getOrDefault(axis.name(), Set.of())))
                        .collect(Collectors.joining(", "));
    }

    /** A line for a kernel: of each tunable, how many of its values were met, the defaults counted as met. */
    public synchronized String of(KernelSource kernel) {
        Map<String, Set<Long>> own = tunables.getOrDefault(kernel.name(), Map.of());
        return kernel.name() + ": "
                + kernel.tunables().stream()
                        .map(tunable -> share(tunable, own.getOrDefault(tunable.name(), Set.of())))
                        .collect(Collectors.joining(", "));
    }

    private static String share(Tunable tunable, Set<Long> met) {
        Set<Long> all = new TreeSet<>(met);
        all.add(tunable.defaultValue());
        return share(tunable.name(), tunable.values(), all);
    }

    private static <T> String share(String name, List<T> values, Set<T> met) {
        List<T> missed = values.stream().filter(value -> !met.contains(value)).toList();
        return name + " " + (values.size() - missed.size()) + "/" + values.size()
                + (missed.isEmpty()
                        ? ""
                        : " (not " + missed.stream().map(T::toString).collect(Collectors.joining(" ")) + ")");
    }
}
