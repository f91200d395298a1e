package org.clgrad.examples.bench;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What came of a case for one peer.
 *
 * @param measured the case
 * @param peer its name
 * @param refusal why there are no figures; nothing where there are
 * @param nanos how long a call took, in each round
 * @param deviceNanos how long the device worked on one call, by its own clock
 */
public record Outcome(
        BenchCase measured,
        String peer,
        Optional<CaseNotRunException> refusal,
        List<Double> nanos,
        OptionalDouble deviceNanos) {
    public Outcome {
        nanos = List.copyOf(nanos);
    }

    /** Whether something went wrong. */
    public boolean isFailure() {
        return refusal.filter(CaseNotRunException::isFailure).isPresent();
    }

    /** Whether there are figures. */
    public boolean isTimed() {
        return refusal.isEmpty();
    }

    /** The time of a call in the middle one of all rounds, in nanoseconds; of two middle ones the mean. */
    public double medianNanos() {
        List<Double> sorted = nanos.stream().sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    /** The shortest time of a call, in nanoseconds. */
    public double leastNanos() {
        return nanos.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    /** The figure in the middle. */
    public double median() {
        return measured.figure(medianNanos());
    }

    /** The best figure. */
    public double best() {
        return measured.figure(leastNanos());
    }
}
