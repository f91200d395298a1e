package org.clgrad.examples.doctor;

import com.google.gson.Gson;
import java.util.List;
import java.util.Optional;

/**
 * How one check ended; also what a child tells its parent, as a line of JSON behind a record separator (RFC 7464), since
 * drivers print to the same stream.
 *
 * @param status how it ended
 * @param message why, in one line; empty if it passed
 * @param circumstances more about it, a line each
 * @param spoilt whether the device may be unfit for further checks
 */
record Answer(Status status, String message, List<String> circumstances, boolean spoilt) {
    private static final char SEPARATOR = '\u001e';
    private static final Gson GSON = new Gson();

    static final Answer PASSED = new Answer(Status.PASSED, "", List.of(), false);

    static Answer unsupported(String why) {
        return new Answer(Status.UNSUPPORTED, why, List.of(), false);
    }

    /** The line without its end. */
    String toLine() {
        return SEPARATOR + GSON.toJson(this);
    }

    /** The answer in a line, if there is one, whatever stands before it. */
    static Optional<Answer> in(String line) {
        int at = line.indexOf(SEPARATOR);
        return at < 0 ? Optional.empty() : Optional.of(GSON.fromJson(line.substring(at + 1), Answer.class));
    }
}
