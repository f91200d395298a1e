package org.clgrad.examples.bench.child;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads requests, a line each, and answers each with a line.
 *
 * <table>
 *   <caption>Requests and answers</caption>
 *   <tr><td>{@code case <id>}</td><td>{@code ready}, {@code unsupported <why>} or {@code failed <why>}</td></tr>
 *   <tr><td>{@code batch <calls>}</td><td>{@code nanos <wall nanoseconds of all calls>} or {@code failed <why>}</td></tr>
 *   <tr><td>{@code done}</td><td>{@code ok}</td></tr>
 * </table>
 *
 * <p>The end of the input ends the loop. Between {@code case} and {@code ready} the case is checked.
 */
public final class CaseLoop implements AutoCloseable {
    private final CaseSource source;
    private final PrintStream answers;
    private @Nullable TimedCase open;

    private CaseLoop(CaseSource source, PrintStream answers) {
        this.source = source;
        this.answers = answers;
    }

    /**
     * Serves the process's standard input until that ends. What else is printed goes to standard error.
     *
     * @throws IOException if the input cannot be read
     */
    public static void serve(CaseSource source) throws IOException {
        PrintStream answers = System.out;
        System.setOut(System.err);
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (CaseLoop loop = new CaseLoop(source, answers)) {
            for (String line = requests.readLine(); line != null; line = requests.readLine()) {
                loop.answer(line);
            }
        }
    }

    private void answer(String request) {
        String answer;
        try {
            answer = answerTo(request);
        } catch (UnsupportedCaseException e) {
            answer = "unsupported " + oneLine(e);
        } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
            e.printStackTrace();
            close();
            answer = "failed " + oneLine(e);
        }
        answers.println(answer);
        answers.flush();
    }

    private static String oneLine(Throwable e) {
        String message = e.getMessage() == null ? "" : e.getMessage();
        String text =
                e instanceof UnsupportedCaseException ? message : e.getClass().getSimpleName() + ": " + message;
        return text.lines().findFirst().orElse("");
    }

    private String answerTo(String request) {
        int space = request.indexOf(' ');
        String word = space < 0 ? request : request.substring(0, space);
        String rest = space < 0 ? "" : request.substring(space + 1);
        switch (word) {
            case "case" -> {
                open(rest);
                return "ready";
            }
            case "batch" -> {
                return "nanos " + batch(Integer.parseInt(rest));
            }
            case "done" -> {
                close();
                return "ok";
            }
            default -> throw new IllegalArgumentException("no request is called " + word);
        }
    }

    private void open(String id) {
        close();
        TimedCase opened = source.open(id);
        open = opened;
        opened.check();
    }

    private long batch(int calls) {
        if (open == null) {
            throw new IllegalStateException("batch before case");
        }
        return open.batch(calls);
    }

    @Override
    public void close() {
        if (open != null) {
            open.close();
            open = null;
        }
    }
}
