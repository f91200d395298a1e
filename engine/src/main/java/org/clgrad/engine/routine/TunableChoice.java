package org.clgrad.engine.routine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.clgrad.kernels.IntExpression;
import org.clgrad.kernels.KernelSource;
import org.clgrad.kernels.Names;
import org.clgrad.kernels.Tunable;

/** Settles a kernel file's tunables on a device. */
public final class TunableChoice {
    private TunableChoice() {}

    /**
     * The tuning's values where it has any, else the defaults; where these are not legal, and the tuning is not binding, the
     * legal combination with the fewest changes from them, and of those the nearest one.
     *
     * @param names dimensions and capabilities by name
     */
    static Map<String, Long> settle(KernelSource source, Map<String, Long> names, Target target) {
        Map<String, Long> chosen = new LinkedHashMap<>();
        boolean tuned = false;
        for (Tunable tunable : source.tunables()) {
            OptionalLong value = target.tuning().value(source.name(), tunable.name());
            tuned |= value.isPresent();
            chosen.put(tunable.name(), value.orElse(tunable.defaultValue()));
        }
        if (isLegal(source, names, chosen)) {
            return chosen;
        }
        if (tuned && target.tuning().isBinding()) {
            throw new IllegalTuningException(source.name() + ": tunables " + chosen + " are not legal here");
        }
        return combinations(source).stream()
                .filter(candidate -> isLegal(source, names, candidate))
                .min(Comparator.<Map<String, Long>>comparingLong(candidate -> changes(candidate, chosen))
                        .thenComparingDouble(candidate -> distance(candidate, chosen)))
                .orElseThrow(() ->
                        new UnfitException(source.name() + ": no tunables are legal on " + target.capabilities()));
    }

    private static long changes(Map<String, Long> candidate, Map<String, Long> chosen) {
        return candidate.entrySet().stream()
                .filter(entry -> !entry.getValue().equals(chosen.get(entry.getKey())))
                .count();
    }

    /** How many times larger or smaller all values together are, as a logarithm; values may be 0. */
    private static double distance(Map<String, Long> candidate, Map<String, Long> chosen) {
        return candidate.entrySet().stream()
                .mapToDouble(entry -> {
                    double wanted = Objects.requireNonNull(chosen.get(entry.getKey()));
                    return Math.abs(Math.log1p((double) entry.getValue()) - Math.log1p(wanted));
                })
                .sum();
    }

    /** All legal combinations of a kernel's tunables, for tests and tuners. */
    public static List<Map<String, Long>> legal(KernelSource source, Map<String, Long> names) {
        List<Map<String, Long>> legal = combinations(source);
        legal.removeIf(candidate -> !isLegal(source, names, candidate));
        return legal;
    }

    private static List<Map<String, Long>> combinations(KernelSource source) {
        List<Map<String, Long>> combinations = new ArrayList<>(List.of(Map.of()));
        for (Tunable tunable : source.tunables()) {
            List<Map<String, Long>> longer = new ArrayList<>();
            for (Map<String, Long> shorter : combinations) {
                for (long value : tunable.values()) {
                    Map<String, Long> next = new LinkedHashMap<>(shorter);
                    next.put(tunable.name(), value);
                    longer.add(next);
                }
            }
            combinations = longer;
        }
        return combinations;
    }

    private static boolean isLegal(KernelSource source, Map<String, Long> names, Map<String, Long> tunables) {
        Map<String, Long> all = new HashMap<>(names);
        all.putAll(tunables);
        for (Tunable tunable : source.tunables()) {
            if (!tunable.values().contains(tunables.get(tunable.name()))) {
                return false;
            }
        }
        for (IntExpression require : source.requires()) {
            if (require.evaluate(Names.of(all)) == 0) {
                return false;
            }
        }
        long available = names.getOrDefault("LOCAL_MEMORY_BYTES", Long.MAX_VALUE);
        return source.kernels().stream()
                .flatMap(kernel -> source.local(kernel).stream())
                .allMatch(local -> local.evaluate(Names.of(all)) <= available);
    }
}
