package org.clgrad.examples.tune;

import com.google.gson.Gson;
import java.util.List;
import org.clgrad.engine.tuner.Arena;
import org.clgrad.examples.child.Reply;
import org.jspecify.annotations.Nullable;

/**
 * What a child answers, as a line of JSON.
 *
 * @param status whether it did what was asked
 * @param best nanoseconds of a call of the best one, where there was a race
 * @param rival likewise
 * @param who is to blame, where a candidate was lost
 * @param reason how it was lost
 * @param message why not, in one line
 */
record TrialAnswer(
        Status status,
        @Nullable List<Double> best,
        @Nullable List<Double> rival,
        Arena.@Nullable Who who,
        Arena.@Nullable Reason reason,
        String message) {
    private static final Gson GSON = new Gson();
    static final TrialAnswer READY = new TrialAnswer(Status.READY, null, null, null, null, "");

    /** What became of a request. */
    enum Status {
        /** The device is open, or the job is ready. */
        READY,
        /** There was a race. */
        TIMED,
        /** A candidate is out of it. */
        LOST,
        /** It cannot be done, or the device may be spoilt by what was tried: this process is of no more use. */
        FAILED
    }

    static TrialAnswer of(Arena.Race race) {
        if (race instanceof Arena.Timed timed) {
            return new TrialAnswer(Status.TIMED, timed.best(), timed.rival(), null, null, "");
        }
        Arena.Lost lost = (Arena.Lost) race;
        return new TrialAnswer(Status.LOST, null, null, lost.who(), lost.reason(), lost.message());
    }

    static TrialAnswer failed(RuntimeException e) {
        String message =
                String.valueOf(e.getMessage()).strip().lines().findFirst().orElse("");
        return new TrialAnswer(Status.FAILED, null, null, null, null, message.isEmpty() ? e.toString() : message);
    }

    /** The race that it tells of; one that failed was lost by the rival, whose turn it was. */
    Arena.Race race() {
        if (status == Status.TIMED && best != null && rival != null) {
            return new Arena.Timed(best, rival);
        }
        if (status == Status.LOST && who != null && reason != null) {
            return new Arena.Lost(who, reason, message);
        }
        return new Arena.Lost(Arena.Who.RIVAL, Arena.Reason.WRONG, message);
    }

    /** What the child prints, without the end of the line. */
    String toLine() {
        return new Reply.Line(GSON.toJson(this)).toPrinted();
    }

    static TrialAnswer parse(String text) {
        return GSON.fromJson(text, TrialAnswer.class);
    }
}
