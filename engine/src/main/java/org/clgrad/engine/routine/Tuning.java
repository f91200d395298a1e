package org.clgrad.engine.routine;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * What was found out about a device: measured or sampled choices of tunables, which variant of a routine is the fastest, and
 * kernel files that go wrong on it. What it does not know stays at the kernel header's default.
 */
@FunctionalInterface
public interface Tuning {
    /** The value chosen for a tunable of a kernel file, if any. */
    OptionalLong value(String kernel, String tunable);

    /** Why a kernel file is not to be used, if it is not; the variants that need it are then passed over. */
    default Optional<String> objection(String kernel) {
        return Optional.empty();
    }

    /** What is known of a variant of a routine on such operands; asked once a plan. */
    default Tuning of(Routine routine, String variant, List<TensorSpec> in) {
        return this;
    }

    /** The variant that is to be tried before all others of a routine on such operands, if any. */
    default Optional<String> fastest(Routine routine, List<TensorSpec> in) {
        return Optional.empty();
    }

    /**
     * Whether values that a kernel's header forbids here are an error. Where they are advice, measured perhaps at other
     * sizes, the legal ones nearest to them are taken.
     */
    default boolean isBinding() {
        return true;
    }

    /** Changes whenever an answer may have changed: plans that were made before are then made anew. */
    default long revision() {
        return 0;
    }

    /** Nothing chosen: the headers' defaults. */
    static Tuning defaults() {
        return (kernel, tunable) -> OptionalLong.empty();
    }
}
