package org.clgrad.kernels;

import java.util.Map;
import java.util.OptionalLong;

/** The values an {@link IntExpression} is evaluated over: dimensions, tunables, capabilities, sizes of types. */
@FunctionalInterface
public interface Names {
    /** The value of {@code name}, or empty where it has none here. */
    OptionalLong value(String name);

    /** These names first, and {@code others} for what is not among them. */
    default Names or(Names others) {
        return name -> {
            OptionalLong own = value(name);
            return own.isPresent() ? own : others.value(name);
        };
    }

    /** The entries of {@code values}; later changes of the map are seen. */
    static Names of(Map<String, Long> values) {
        return name -> {
            Long value = values.get(name);
            return value == null ? OptionalLong.empty() : OptionalLong.of(value);
        };
    }
}
