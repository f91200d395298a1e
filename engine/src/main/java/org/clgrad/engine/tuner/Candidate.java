package org.clgrad.engine.tuner;

import java.util.stream.Collectors;
import org.clgrad.engine.routine.FixedTuning;

/**
 * A way to do a job.
 *
 * @param variant of the routine
 * @param tuning values of all tunables of its kernels
 */
public record Candidate(String variant, FixedTuning tuning) {
    @Override
    public String toString() {
        String values = tuning.values().values().stream()
                .flatMap(own -> own.entrySet().stream())
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(" "));
        return values.isEmpty() ? variant : variant + " " + values;
    }
}
