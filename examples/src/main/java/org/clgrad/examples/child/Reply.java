package org.clgrad.examples.child;

import java.util.List;
import java.util.Optional;

/** What comes of asking a child. */
public sealed interface Reply {
    /** It answered. */
    record Line(String text) implements Reply {
        private static final char SEPARATOR = '\u001e';

        /** The answer in a line that a child printed, if there is one, whatever stands before it. */
        static Optional<Line> in(String printed) {
            int at = printed.indexOf(SEPARATOR);
            return at < 0 ? Optional.empty() : Optional.of(new Line(printed.substring(at + 1)));
        }

        /** What a child prints to answer, without the end of the line. */
        public String toPrinted() {
            return SEPARATOR + text;
        }
    }

    /**
     * It did not answer in time, and was ended.
     *
     * @param printed last, besides answers
     */
    record TimedOut(List<String> printed) implements Reply {}

    /**
     * It ended instead.
     *
     * @param how in one line: its status, and what the VM says of a crash
     * @param printed last, besides answers
     */
    record Ended(String how, List<String> printed) implements Reply {}
}
