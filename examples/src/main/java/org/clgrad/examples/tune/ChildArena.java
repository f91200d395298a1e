package org.clgrad.examples.tune;

import java.time.Duration;
import org.clgrad.engine.DeviceRequest;
import org.clgrad.engine.tuner.Arena;
import org.clgrad.engine.tuner.Candidate;
import org.clgrad.examples.child.ChildProcess;
import org.clgrad.examples.child.Reply;
import org.jspecify.annotations.Nullable;

/** Has candidates of a job raced in a child, and in a new one after each that hung or crashed. */
final class ChildArena implements Arena, AutoCloseable {
    /** For a VM to start, a driver to open its device, and the host to compute a reference. */
    private static final Duration LEAST_START = Duration.ofMinutes(2);

    private final DeviceRequest device;
    private final TuningRequest request;
    private final Duration limit;
    private int job;
    private @Nullable ChildProcess child;

    /** @param limit how long a race may take */
    ChildArena(DeviceRequest device, TuningRequest request, Duration limit) {
        this.device = device;
        this.request = request;
        this.limit = limit;
    }

    /**
     * Goes over to a job.
     *
     * @throws TuningException if no process can be made ready for it
     */
    void enter(int number) {
        job = number;
        if (child != null) {
            ready(child.ask(TrialRequest.opening(job).toLine(), start()));
        } else {
            begin();
        }
    }

    private Duration start() {
        return limit.compareTo(LEAST_START) > 0 ? limit : LEAST_START;
    }

    private ChildProcess begin() {
        ChildProcess begun = ChildProcess.start(TuneChild.class, request.toWords(), device.toEnvironment());
        child = begun;
        ready(begun.await(start()));
        ready(begun.ask(TrialRequest.opening(job).toLine(), start()));
        return begun;
    }

    private void ready(Reply reply) {
        String problem;
        if (reply instanceof Reply.Line line) {
            TrialAnswer answer = TrialAnswer.parse(line.text());
            if (answer.status() == TrialAnswer.Status.READY) {
                return;
            }
            problem = answer.message();
        } else {
            problem = reply instanceof Reply.Ended ended
                    ? ended.how()
                    : "it is not ready in " + start().toSeconds() + " s";
        }
        close();
        throw new TuningException("no process can be made ready: " + problem);
    }

    @Override
    public Race race(Candidate best, Candidate rival, int rounds) {
        ChildProcess racing = child == null ? begin() : child;
        Reply reply = racing.ask(TrialRequest.race(job, best, rival, rounds).toLine(), limit);
        if (reply instanceof Reply.Line line) {
            TrialAnswer answer = TrialAnswer.parse(line.text());
            if (answer.status() == TrialAnswer.Status.FAILED) {
                close();
            }
            return answer.race();
        }
        close();
        // The best one has been in a race before, if it is another one: whoever is new is to blame.
        return reply instanceof Reply.Ended ended
                ? new Lost(Who.RIVAL, Reason.CRASHED, ended.how())
                : new Lost(Who.RIVAL, Reason.HUNG, "no result within " + limit.toSeconds() + " s");
    }

    @Override
    public void close() {
        if (child != null) {
            child.close();
            child = null;
        }
    }
}
