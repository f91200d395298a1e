package org.clgrad.engine.tuner;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a search came to.
 *
 * @param job for what
 * @param before what runs where nothing is known, if any variant is right
 * @param after the fastest candidate; the same one if none is faster
 * @param pairs before beside after, in turns
 * @param best of each variant that was searched, with its times
 * @param tried candidates that were raced
 * @param lost those without times, and why, a line each
 * @param isComplete whether no neighbour of the fastest one was left out for want of time
 */
public record Found(
        TuningJob job,
        Optional<Candidate> before,
        Optional<Candidate> after,
        Optional<Arena.Timed> pairs,
        Map<String, Standing> best,
        int tried,
        List<String> lost,
        boolean isComplete) {
    /** A candidate and how long it took. */
    public record Standing(Candidate candidate, Times times) {}

    public Found {
        best = Collections.unmodifiableMap(new LinkedHashMap<>(best));
        lost = List.copyOf(lost);
    }
}
