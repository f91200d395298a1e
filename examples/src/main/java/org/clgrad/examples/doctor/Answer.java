package org.clgrad.examples.doctor;

import com.google.gson.Gson;
import java.util.List;
import org.clgrad.examples.child.Reply;

/**
 * How one check ended; also what a child tells its parent, as a line of JSON.
 *
 * @param status how it ended
 * @param message why, in one line; empty if it passed
 * @param circumstances more about it, a line each
 * @param spoilt whether the device may be unfit for further checks
 */
record Answer(Status status, String message, List<String> circumstances, boolean spoilt) {
    private static final Gson GSON = new Gson();

    static final Answer PASSED = new Answer(Status.PASSED, "", List.of(), false);

    static Answer unsupported(String why) {
        return new Answer(Status.UNSUPPORTED, why, List.of(), false);
    }

    /** What the child prints, without the end of the line. */
    String toLine() {
        return new Reply.Line(GSON.toJson(this)).toPrinted();
    }

    /** The answer that a child gave. */
    static Answer parse(String text) {
        return GSON.fromJson(text, Answer.class);
    }
}
