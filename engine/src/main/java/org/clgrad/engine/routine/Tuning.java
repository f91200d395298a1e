package org.clgrad.engine.routine;

import java.util.OptionalLong;

/** Measured or sampled choices of tunables; what it does not know stays at the kernel header's default. */
@FunctionalInterface
public interface Tuning {
    /** The value chosen for a tunable of a kernel file, if any. */
    OptionalLong value(String kernel, String tunable);

    /** Nothing chosen: the headers' defaults. */
    static Tuning defaults() {
        return (kernel, tunable) -> OptionalLong.empty();
    }
}
