package org.clgrad.tests.kit;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.clgrad.engine.routine.Launch;
import org.clgrad.engine.routine.Plan;
import org.clgrad.engine.routine.ProgramSource;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.kernels.KernelCatalog;
import org.clgrad.kernels.KernelSource;
import org.clgrad.kernels.Tunable;

/** Counts what the tests of a run have met: axis values of sample spaces, tunables of kernels, tests on each device. */
public final class Coverage {
    /** Values not met that are named. */
    private static final int SHOWN = 4;

    private final Map<String, Map<String, Set<String>>> axes = new TreeMap<>();
    private final Map<String, Map<String, Set<String>>> tunables = new TreeMap<>();
    private final Map<String, Map<String, Integer>> tests = new TreeMap<>();
    private final Map<String, Map<String, Integer>> variants = new TreeMap<>();
    private final Map<String, Integer> notRun = new TreeMap<>();

    /** Counts a test of a kind, such as {@code routine}, on a device. */
    public synchronized void test(String kind, TestDevice device) {
        tests.computeIfAbsent(device.toString(), d -> new TreeMap<>()).merge(kind, 1, Integer::sum);
    }

    /** Counts a test of a kind that could not be run on a device, and why. */
    public synchronized void notRun(String kind, TestDevice device, String why) {
        notRun.merge(kind + ", " + why + ": " + device, 1, Integer::sum);
    }

    /** Notes the values of a choice. */
    public synchronized void met(String operation, SampleSpace.Choice choice) {
        Map<String, Set<String>> own = axes.computeIfAbsent(operation, o -> new TreeMap<>());
        choice.values().forEach((axis, value) -> own.computeIfAbsent(axis, a -> new TreeSet<>())
                .add(value.toString()));
    }

    /** Notes a variant that a routine offers, so that one that never runs is missed. */
    synchronized void offered(String variant) {
        variants.computeIfAbsent(variant, v -> new TreeMap<>());
    }

    /** Notes a run of a variant, and the tunables that its kernels were compiled with. */
    synchronized void ran(TestDevice device, Plan plan, KernelCatalog kernels) {
        variants.computeIfAbsent(plan.variant(), v -> new TreeMap<>()).merge(device.toString(), 1, Integer::sum);
        for (Launch launch : plan.allLaunches()) {
            ProgramSource program = launch.program();
            Map<String, Set<String>> own = tunables.computeIfAbsent(program.name(), k -> new TreeMap<>());
            for (Tunable tunable : kernels.source(program.name()).tunables()) {
                String value = program.defines().get(tunable.name());
                if (value != null) {
                    own.computeIfAbsent(tunable.name(), t -> new TreeSet<>()).add(value);
                }
            }
        }
    }

    /** On how many devices, the same one through another binding counted again, each variant on offer ran. */
    public synchronized Map<String, Integer> devicesOfVariants() {
        Map<String, Integer> counts = new TreeMap<>();
        variants.forEach((variant, devices) -> counts.put(variant, devices.size()));
        return counts;
    }

    /** Variants that ran on another device, or through another binding, but not yet here. */
    public synchronized List<String> notYetOn(TestDevice device) {
        return variants.entrySet().stream()
                .filter(ran -> !ran.getValue().containsKey(device.toString()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** A line for each reason why tests were not run: {@code 210 routine cases, no double precision: NAME}. */
    public synchronized List<String> notRun() {
        return notRun.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .toList();
    }

    /** The variants on offer that ran nowhere. */
    public synchronized List<String> variantsNotRun() {
        return variants.entrySet().stream()
                .filter(ran -> ran.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
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

    /** A line for a kernel: of each tunable, how many of its values were met. */
    public synchronized String of(KernelSource kernel) {
        Map<String, Set<String>> own = tunables.getOrDefault(kernel.name(), Map.of());
        return kernel.name() + ": "
                + kernel.tunables().stream()
                        .map(tunable -> share(
                                tunable.name(),
                                tunable.values().stream().map(String::valueOf).toList(),
                                own.getOrDefault(tunable.name(), Set.of())))
                        .collect(Collectors.joining(", "));
    }

    private static String share(String name, List<String> values, Set<String> met) {
        List<String> missed =
                values.stream().filter(value -> !met.contains(value)).toList();
        String share = name + " " + (values.size() - missed.size()) + "/" + values.size();
        if (missed.isEmpty() || missed.size() == values.size()) {
            return share;
        }
        return share + " (not " + missed.stream().limit(SHOWN).collect(Collectors.joining(" "))
                + (missed.size() > SHOWN ? " …" : "") + ")";
    }
}
