package org.clgrad.engine.tuner;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.clgrad.engine.Device;
import org.clgrad.engine.cl.ClDevice;
import org.clgrad.engine.cl.PreparedRun;
import org.clgrad.engine.routine.IllegalTuningException;
import org.clgrad.engine.routine.UnfitException;

/** One job on a device: candidates are checked, and then timed in turns. An error of the device goes to the caller. */
public final class JobTrial implements Arena, AutoCloseable {
    /** Long enough for the clock and the last wait not to count. */
    private static final double BATCH_NANOS = 20e6;
    /** After so many pairs a candidate that is far slower is not timed any more. */
    private static final int FEW = 2;

    private static final double FAR_SLOWER = 0.85;

    private final ClDevice device;
    private final TuningJob job;
    private final JobOperands operands;
    private final SmallChecks small;
    private final FullSizeCheck full;
    private final Set<Candidate> right = new HashSet<>();

    private JobTrial(ClDevice device, TuningJob job) {
        this.device = device;
        this.job = job;
        this.operands = new JobOperands(device, job);
        this.small = new SmallChecks(device, job);
        this.full = new FullSizeCheck(job, operands);
    }

    /**
     * Puts the operands of a job on a device and computes the reference.
     *
     * @throws IllegalArgumentException if the device has no variants, as the host
     */
    public static JobTrial of(Device device, TuningJob job) {
        if (device instanceof ClDevice opencl) {
            return new JobTrial(opencl, job);
        }
        throw new IllegalArgumentException(device.name() + ": only OpenCL devices can be tuned");
    }

    @Override
    public Race race(Candidate best, Candidate rival, int rounds) {
        return check(best, Who.BEST)
                .or(() -> check(rival, Who.RIVAL))
                .<Race>map(lost -> lost)
                .orElseGet(() -> time(best, rival, rounds));
    }

    private PreparedRun prepared(Candidate candidate) {
        return device.prepare(
                job.routine(),
                job.variant(candidate.variant()),
                candidate.tuning(),
                operands.inputs(),
                operands.outputs());
    }

    private Optional<Lost> check(Candidate candidate, Who who) {
        if (right.contains(candidate)) {
            return Optional.empty();
        }
        try (PreparedRun run = prepared(candidate)) {
            operands.restore(job.routine());
            run.run();
            Optional<String> problem = small.problem(candidate).or(() -> full.problem(operands));
            if (problem.isPresent()) {
                return Optional.of(new Lost(who, Reason.WRONG, problem.get()));
            }
        } catch (UnfitException | IllegalTuningException e) {
            return Optional.of(new Lost(who, Reason.UNFIT, String.valueOf(e.getMessage())));
        }
        right.add(candidate);
        return Optional.empty();
    }

    // ---- Timing

    private Race time(Candidate best, Candidate rival, int rounds) {
        try (PreparedRun first = prepared(best)) {
            int calls = calls(first);
            if (best.equals(rival)) {
                List<Double> alone = new ArrayList<>();
                for (int i = 0; i < rounds; i++) {
                    alone.add(nanos(first, calls));
                }
                return new Timed(alone, alone);
            }
            try (PreparedRun second = prepared(rival)) {
                return pairs(first, calls, second, rounds);
            }
        }
    }

    private Race pairs(PreparedRun best, int bestCalls, PreparedRun rival, int rounds) {
        int rivalCalls = calls(rival);
        List<Double> ours = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            ours.add(nanos(best, bestCalls));
            theirs.add(nanos(rival, rivalCalls));
            Timed soFar = new Timed(ours, theirs);
            if (i + 1 == FEW && Times.median(soFar.ratios()) < FAR_SLOWER) {
                break;
            }
        }
        return new Timed(ours, theirs);
    }

    /** So many calls that a batch is long enough; the first of them warms up. */
    private int calls(PreparedRun run) {
        batch(run, 1);
        int calls = 1;
        long nanos = batch(run, calls);
        while (nanos < BATCH_NANOS) {
            // The clock is not exact at first, so that it is gone near to in steps.
            calls = (int) Math.ceil(calls * Math.min(16, Math.max(1.2, 1.1 * BATCH_NANOS / nanos)));
            nanos = batch(run, calls);
        }
        return calls;
    }

    private double nanos(PreparedRun run, int calls) {
        return (double) batch(run, calls) / calls;
    }

    private long batch(PreparedRun run, int calls) {
        long start = System.nanoTime();
        for (int i = 0; i < calls; i++) {
            run.run();
        }
        device.finish();
        return Math.max(1, System.nanoTime() - start);
    }

    @Override
    public void close() {
        operands.close();
    }
}
