package org.clgrad.examples;

import java.io.PrintStream;
import java.time.Duration;

/** How far something is: on a terminal a line that changes, elsewhere a line every few seconds. */
final class ProgressLine {
    private static final int BAR_WIDTH = 16;
    /** Back to the start of the line, and clear it: ECMA-48, EL. */
    private static final String FROM_LINE_START = "\r\033[K";

    private final PrintStream err;
    private final boolean terminal;
    private final long nanosBetween;
    private long last = System.nanoTime();

    /**
     * @param err where to write
     * @param terminal whether that is a terminal
     */
    ProgressLine(PrintStream err, boolean terminal) {
        this.err = err;
        this.terminal = terminal;
        this.nanosBetween = (terminal ? Duration.ofMillis(100) : Duration.ofSeconds(5)).toNanos();
    }

    /** Whether it is written to a terminal. */
    boolean isOnTerminal() {
        return terminal;
    }

    /** Whether what was shown last has been there for long enough. */
    boolean isDue() {
        return System.nanoTime() - last >= nanosBetween;
    }

    /** Shows a line; on a terminal the next takes its place. */
    void show(String line) {
        last = System.nanoTime();
        write(line + (terminal ? "" : System.lineSeparator()));
    }

    /** Shows a line that stays. */
    void keep(String line) {
        last = System.nanoTime();
        write(line + System.lineSeparator());
    }

    /** Takes a line away that does not stay. */
    void clear() {
        if (terminal) {
            write("");
        }
    }

    private void write(String text) {
        err.print((terminal ? FROM_LINE_START : "") + text);
        err.flush();
    }

    /** Like {@code " [####------------]"}; nothing where no bar could grow. */
    String bar(long percent) {
        if (!terminal) {
            return "";
        }
        int full = (int) (BAR_WIDTH * percent / 100);
        return " [" + "#".repeat(full) + "-".repeat(BAR_WIDTH - full) + "]";
    }
}
