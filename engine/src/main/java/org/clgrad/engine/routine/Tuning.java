package org.clgrad.engine.routine;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What was found out about a device: measured or sampled choices of tunables, and kernel files that go wrong on it. What
 * it does not know stays at the kernel header's default.
 */
@FunctionalInterface
public interface Tuning {
    /** The value chosen for a tunable of a kernel file, if any. */
    OptionalLong value(String kernel, String tunable);

    /** Why a kernel file is not to be used, if it is not; the variants that need it are then passed over. */
    default Optional<String> objection(String kernel) {
        return Optional.empty();
    }

    /** Nothing chosen: the headers' defaults. */
    static Tuning defaults() {
        return (kernel, tunable) -> OptionalLong.empty();
    }
}
