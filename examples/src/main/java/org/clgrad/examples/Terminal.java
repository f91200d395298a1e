package org.clgrad.examples;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.Locale;

/**
 * Who runs the program, as far as that can be told.
 *
 * @param in where answers come from
 * @param err where progress and questions go
 * @param shows whether {@code err} is a terminal
 * @param answers whether someone is there to answer: {@code in} is a terminal, too
 */
record Terminal(InputStream in, PrintStream err, boolean shows, boolean answers) {
    /** Set by the wrapper, which can tell more surely than Java what is a terminal. */
    private static final String SHOWS = "clgrad.terminal";

    private static final String ANSWERS = "clgrad.answers";

    /** That of this process. */
    static Terminal ofProcess() {
        return new Terminal(System.in, System.err, Boolean.getBoolean(SHOWS), Boolean.getBoolean(ANSWERS));
    }

    /** A line of progress on it. */
    ProgressLine progressLine() {
        return new ProgressLine(err, shows);
    }

    /** Asks; whoever just presses return agrees, whoever goes away does not. */
    boolean agrees(String question) {
        err.print(question + " [Y/n] ");
        err.flush();
        try {
            String answer = new BufferedReader(new InputStreamReader(in, Charset.defaultCharset())).readLine();
            if (answer == null) {
                err.println();
                return false;
            }
            String word = answer.strip().toLowerCase(Locale.ROOT);
            return word.isEmpty() || word.equals("y") || word.equals("yes");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
