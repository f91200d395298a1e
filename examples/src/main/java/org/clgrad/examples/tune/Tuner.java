package org.clgrad.examples.tune;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.clgrad.engine.DeviceRequest;
import org.clgrad.engine.routine.Target;
import org.clgrad.engine.tuner.Budget;
import org.clgrad.engine.tuner.Candidate;
import org.clgrad.engine.tuner.CandidateSearch;
import org.clgrad.engine.tuner.CandidateSpace;
import org.clgrad.engine.tuner.Found;
import org.clgrad.engine.tuner.FoundRows;
import org.clgrad.engine.tuner.TuningJob;
import org.clgrad.engine.tuning.TuningFile;

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

    private final Target target;
    private final TuningRequest request;
    private final FoundRows owner;
    private final TuningFile file;

    /**
     * A tuner.
     *
     * @param target the device, without what is known of it but its quarantine
     * @param owner for whom rows are made
     * @param file where they are kept
     */
    public Tuner(Target target, TuningRequest request, FoundRows owner, TuningFile file) {
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
        file.add(owner.of(space, found));
        listener.found(found);
        return true;
    }
}
