package org.clgrad.kernels;

import java.util.List;

/**
 * A number that a kernel is compiled with and that measuring may choose.
 *
 * @param name the macro's name
 * @param values the values allowed, in the order declared; the default is one of them
 * @param defaultValue the value used where nothing was measured
 * @param description what the number means, in words
 */
public record Tunable(String name, List<Long> values, long defaultValue, String description) {
    /** Checks that the default is one of the values. */
    public Tunable {
        values = List.copyOf(values);
        if (!values.contains(defaultValue)) {
            throw new IllegalArgumentException(
                    "tunable " + name + ": default " + defaultValue + " is not one of " + values);
        }
    }
}
