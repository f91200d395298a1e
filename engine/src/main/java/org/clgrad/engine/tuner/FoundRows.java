package org.clgrad.engine.tuner;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.tuning.KernelHash;
import org.clgrad.engine.tuning.Scope;
import org.clgrad.engine.tuning.TuningRow;

/**
 * Makes rows of what a search found.
 *
 * @param scope for how many devices they are
 * @param target which
 * @param driver its driver's version
 */
public record FoundRows(Scope scope, String target, String driver) {
    /**
     * The rows: one of the values of each variant that was searched, and one that says which is the fastest; none if none is
     * right.
     */
    public List<TuningRow> of(CandidateSpace space, Found found) {
        return found.after().map(fastest -> of(space, found, fastest)).orElse(List.of());
    }

    private List<TuningRow> of(CandidateSpace space, Found found, Candidate fastest) {
        boolean same = found.before().filter(fastest::equals).isPresent();
        Map<String, Found.Standing> best = new LinkedHashMap<>(found.best());
        found.pairs()
                .map(pairs -> Times.of(same ? pairs.best() : pairs.rival()))
                .ifPresent(times -> best.put(fastest.variant(), new Found.Standing(fastest, times)));
        List<TuningRow> rows = new ArrayList<>();
        best.forEach((variant, standing) -> rows.add(values(space, standing)));
        Found.Standing first = best.get(fastest.variant());
        if (first != null) {
            rows.add(choice(space, first));
        }
        return rows;
    }

    private TuningRow values(CandidateSpace space, Found.Standing standing) {
        Candidate candidate = standing.candidate();
        Map<String, Map<String, Long>> values = new LinkedHashMap<>();
        // A kernel without tunables counts for the hash.
        values.put(candidate.variant(), Map.of());
        space.kernels(candidate.variant()).forEach(kernel -> values.put(kernel, Map.of()));
        values.putAll(candidate.tuning().values());
        return TuningRow.values(
                TuningRow.routine(space.job().routine()),
                space.job().bucket(),
                scope,
                target,
                candidate.variant(),
                values,
                measurement(space, standing, values.keySet()));
    }

    private TuningRow choice(CandidateSpace space, Found.Standing first) {
        Set<String> compared = new TreeSet<>();
        space.job().routine().variants().stream().map(Variant::name).forEach(compared::add);
        return TuningRow.choice(
                TuningRow.routine(space.job().routine()),
                space.job().bucket(),
                scope,
                target,
                first.candidate().variant(),
                compared,
                measurement(space, first, compared));
    }

    private TuningRow.Measurement measurement(CandidateSpace space, Found.Standing standing, Set<String> kernels) {
        Times times = standing.times();
        return new TuningRow.Measurement(
                times.median(),
                times.spread(),
                times.runs(),
                driver,
                KernelHash.of(space.target().kernels(), kernels));
    }
}
