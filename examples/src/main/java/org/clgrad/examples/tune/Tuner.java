package org.clgrad.examples.tune;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.clgrad.engine.DeviceRequest;
import org.clgrad.engine.routine.Target;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.tuner.Budget;
import org.clgrad.engine.tuner.Candidate;
import org.clgrad.engine.tuner.CandidateSearch;
import org.clgrad.engine.tuner.CandidateSpace;
import org.clgrad.engine.tuner.Found;
import org.clgrad.engine.tuner.Times;
import org.clgrad.engine.tuner.TuningJob;
import org.clgrad.engine.tuning.KernelHash;
import org.clgrad.engine.tuning.Scope;
import org.clgrad.engine.tuning.TuningFile;
import org.clgrad.engine.tuning.TuningRow;

/** Tunes for one job after another, and keeps what it finds. */
public final class Tuner {
    /** Is told how it goes. */
    public interface Listener {
        /** A job begins, the {@code number}-th of {@code total}, counted from 0. */
        void begins(TuningJob job, int number, int total);

        /** A candidate is raced. */
        void races(Candidate candidate);

        /** A job is done, and what was found is kept. */
        void found(Found found);

        /** A job cannot be tuned for. */
        void failed(TuningJob job, String why);
    }

    /**
     * For whom rows are written.
     *
     * @param scope for how many devices
     * @param name which
     * @param driver its driver's version
     */
    public record Owner(Scope scope, String name, String driver) {}

    private final Target target;
    private final TuningRequest request;
    private final Owner owner;
    private final TuningFile file;

    /** @param target the device, without what is known of it but its quarantine */
    public Tuner(Target target, TuningRequest request, Owner owner, TuningFile file) {
        this.target = target;
        this.request = request;
        this.owner = owner;
        this.file = file;
    }

    /**
     * Tunes until the time is over.
     *
     * @param device how to open it in another process
     * @param limit how long a candidate may take
     * @return how many jobs were tuned for
     */
    public int tune(DeviceRequest device, Duration limit, Duration time, Listener listener) {
        List<TuningJob> jobs = request.jobs(target.capabilities());
        Map<Integer, CandidateSpace> open = new LinkedHashMap<>();
        for (int i = 0; i < jobs.size(); i++) {
            CandidateSpace space = new CandidateSpace(target, jobs.get(i));
            if (isOpen(space)) {
                open.put(i, space);
            }
        }
        Budget budget = Budget.of(time);
        int done = 0;
        int tuned = 0;
        try (ChildArena arena = new ChildArena(device, request, limit)) {
            for (Map.Entry<Integer, CandidateSpace> entry : open.entrySet()) {
                if (budget.isOver()) {
                    break;
                }
                Budget part = budget.part(open.size() - done);
                listener.begins(entry.getValue().job(), done++, open.size());
                tuned += tune(entry.getKey(), entry.getValue(), arena, part, listener) ? 1 : 0;
            }
        }
        return tuned;
    }

    /** Whether there is anything to choose. */
    private static boolean isOpen(CandidateSpace space) {
        return space.variants().size() > 1
                || space.variants().stream().anyMatch(variant -> !space.neighbours(space.untuned(variant))
                        .isEmpty());
    }

    private boolean tune(int number, CandidateSpace space, ChildArena arena, Budget part, Listener listener) {
        Found found;
        try {
            arena.enter(number);
            found = new CandidateSearch(space, arena, part, listener::races).run();
        } catch (TuningException e) {
            listener.failed(space.job(), String.valueOf(e.getMessage()));
            return false;
        }
        if (found.after().isEmpty()) {
            listener.failed(space.job(), String.join("; ", found.lost()));
            return false;
        }
        file.add(rows(space, found, found.after().get()));
        listener.found(found);
        return true;
    }

    // ---- Rows

    private List<TuningRow> rows(CandidateSpace space, Found found, Candidate fastest) {
        Map<String, Found.Standing> best = new LinkedHashMap<>(found.best());
        Times times = found.pairs()
                .map(pairs -> Times.of(fastest.equals(found.before().orElse(fastest)) ? pairs.best() : pairs.rival()))
                .orElseGet(() -> best.get(fastest.variant()).times());
        best.put(fastest.variant(), new Found.Standing(fastest, times));
        String routine = TuningRow.routine(space.job().routine());
        List<TuningRow> rows = new ArrayList<>();
        best.forEach((variant, standing) -> rows.add(TuningRow.values(
                routine,
                space.job().bucket(),
                owner.scope(),
                owner.name(),
                variant,
                values(space, standing.candidate()),
                measurement(
                        standing.times(), values(space, standing.candidate()).keySet()))));
        Set<String> compared = new TreeSet<>();
        space.job().routine().variants().stream().map(Variant::name).forEach(compared::add);
        rows.add(TuningRow.choice(
                routine,
                space.job().bucket(),
                owner.scope(),
                owner.name(),
                fastest.variant(),
                compared,
                measurement(times, compared)));
        return rows;
    }

    /** The values of a candidate; a variant whose kernel has no tunables is there without any. */
    private static Map<String, Map<String, Long>> values(CandidateSpace space, Candidate candidate) {
        Map<String, Map<String, Long>> values = new LinkedHashMap<>();
        values.put(candidate.variant(), Map.of());
        space.kernels(candidate.variant()).forEach(kernel -> values.put(kernel, Map.of()));
        values.putAll(candidate.tuning().values());
        return values;
    }

    private TuningRow.Measurement measurement(Times times, Set<String> kernels) {
        return new TuningRow.Measurement(
                times.median(), times.spread(), times.runs(), owner.driver(), KernelHash.of(target.kernels(), kernels));
    }
}
