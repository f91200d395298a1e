package org.clgrad.examples.bench;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A peer that is a child process, started when its first case is opened, and anew after it ended.
 *
 * <p>It is asked by lines on its standard input, and answers each with a line on its standard output: {@code case <id>} with
 * {@code ready}, {@code unsupported <why>} or {@code failed <why>}; {@code batch <calls>} with {@code nanos <nanoseconds>} or
 * {@code failed <why>}; {@code done} with {@code ok}. What it prints to standard error is kept, and is part of the message
 * if it fails.
 */
public final class PeerProcess implements Peer {
    private static final Pattern NANOS = Pattern.compile("nanos (\\d{1,18})");
    private static final Pattern REFUSAL = Pattern.compile("(unsupported|failed) (.*)");

    private final String name;
    private final List<String> command;
    private final Map<String, String> environment;
    private final Duration limit;
    private @Nullable PeerChild child;
    private @Nullable OpenCase open;

    /**
     * A peer that is not started yet.
     *
     * @param command of the child
     * @param environment variables that are set for the child beside those of this process
     * @param limit how long an answer may take
     */
    public PeerProcess(String name, List<String> command, Map<String, String> environment, Duration limit) {
        this.name = name;
        this.command = List.copyOf(command);
        this.environment = Map.copyOf(environment);
        this.limit = limit;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public PeerCase open(String caseId) {
        if (open != null) {
            throw new IllegalStateException(name + " has the case " + open.id + " open");
        }
        if (child == null) {
            child = PeerChild.start(name, command, environment, limit);
        }
        String answer = ask("case " + caseId);
        if (!answer.equals("ready")) {
            Matcher refusal = REFUSAL.matcher(answer);
            if (refusal.matches() && refusal.group(1).equals("unsupported")) {
                throw CaseNotRunException.unsupported(name + ": " + refusal.group(2));
            }
            throw failure(caseId, answer);
        }
        open = new OpenCase(caseId);
        return open;
    }

    private String ask(String request) {
        if (child == null) {
            throw CaseNotRunException.failed(name + " has ended");
        }
        try {
            return child.ask(request);
        } catch (CaseNotRunException e) {
            end(); // it may still be at what it was asked before
            throw e;
        }
    }

    private CaseNotRunException failure(String caseId, String answer) {
        Matcher refusal = REFUSAL.matcher(answer);
        String printed = child == null ? "" : child.printed();
        if (refusal.matches()) {
            return CaseNotRunException.failed(name + " failed at " + caseId + ": " + refusal.group(2) + printed);
        }
        end();
        return CaseNotRunException.failed(name + ", " + caseId + ": \"" + answer + "\" is no answer" + printed);
    }

    private void end() {
        if (child != null) {
            child.close();
            child = null;
        }
    }

    /** Ends the child. */
    @Override
    public void close() {
        open = null;
        end();
    }

    private final class OpenCase implements PeerCase {
        private final String id;

        OpenCase(String id) {
            this.id = id;
        }

        @Override
        public long batch(int calls) {
            if (calls < 1) {
                throw new IllegalArgumentException("a batch of " + calls + " calls");
            }
            if (open != this) {
                throw new IllegalStateException("the case " + id + " of " + name + " is closed");
            }
            String answer = ask("batch " + calls);
            Matcher nanos = NANOS.matcher(answer);
            if (!nanos.matches()) {
                throw failure(id, answer);
            }
            return Long.parseLong(nanos.group(1));
        }

        @Override
        public void rest() {
            if (child != null) {
                child.awaitRest();
            }
        }

        /** Has the child release the case. A child that failed or ended has none any more. */
        @Override
        public void close() {
            if (open != this) {
                return;
            }
            open = null;
            if (child != null) {
                String answer = ask("done");
                if (!answer.equals("ok")) {
                    throw failure(id, answer);
                }
            }
        }
    }
}
