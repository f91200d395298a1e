package org.clgrad.engine.routine;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Tunables given by hand, whatever the operands are.
 *
 * @param values of each kernel file's tunables, by name; what is not there stays at its default
 */
public record FixedTuning(Map<String, Map<String, Long>> values) implements Tuning {
    public FixedTuning {
        Map<String, Map<String, Long>> copy = new LinkedHashMap<>();
        values.forEach((kernel, own) -> copy.put(kernel, Collections.unmodifiableMap(new LinkedHashMap<>(own))));
        values = Collections.unmodifiableMap(copy);
    }

    @Override
    public OptionalLong value(String kernel, String tunable) {
        Long value = values.getOrDefault(kernel, Map.of()).get(tunable);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    @Override
    public String toString() {
        return values.isEmpty() ? "defaults" : values.toString();
    }
}
