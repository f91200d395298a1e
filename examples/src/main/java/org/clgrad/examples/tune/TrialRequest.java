package org.clgrad.examples.tune;

import com.google.gson.Gson;
import java.util.Map;
import org.clgrad.engine.routine.FixedTuning;
import org.clgrad.engine.tuner.Candidate;
import org.jspecify.annotations.Nullable;

/**
 * What a child is asked, as a line of JSON.
 *
 * @param job the number of the job
 * @param best whom to beat; null where the job is only to be made ready
 * @param rival who is tried; null likewise
 * @param rounds how many pairs of times are taken
 */
record TrialRequest(int job, @Nullable Way best, @Nullable Way rival, int rounds) {
    private static final Gson GSON = new Gson();

    /** A candidate as JSON has it. */
    record Way(String variant, Map<String, Map<String, Long>> values) {
        static Way of(Candidate candidate) {
            return new Way(candidate.variant(), candidate.tuning().values());
        }

        Candidate candidate() {
            return new Candidate(variant, new FixedTuning(values));
        }
    }

    static TrialRequest opening(int job) {
        return new TrialRequest(job, null, null, 0);
    }

    static TrialRequest race(int job, Candidate best, Candidate rival, int rounds) {
        return new TrialRequest(job, Way.of(best), Way.of(rival), rounds);
    }

    String toLine() {
        return GSON.toJson(this);
    }

    static TrialRequest parse(String line) {
        return GSON.fromJson(line, TrialRequest.class);
    }
}
