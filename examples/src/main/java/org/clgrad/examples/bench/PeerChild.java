package org.clgrad.examples.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of a peer's process. */
final class PeerChild implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PeerChild.class);

    /** For a library to unload. */
    private static final Duration END = Duration.ofSeconds(5);

    /** Without processor time for so long, its threads sleep. Linux counts in steps of 10 ms. */
    private static final Duration REST = Duration.ofMillis(30);

    private static final Duration LONGEST_REST = Duration.ofSeconds(1);

    /** Lines that are shown of what the child printed to standard error. */
    private static final int KEPT_LINES = 40;

    private final String name;
    private final Process process;
    private final Writer requests;
    private final Duration limit;
    private final BlockingQueue<Optional<String>> answers = new LinkedBlockingQueue<>();
    private final Path errors;
    private final Thread killer;

    private PeerChild(String name, Process process, Path errors, Duration limit) {
        this.name = name;
        this.errors = errors;
        this.process = process;
        this.limit = limit;
        this.requests = process.outputWriter(StandardCharsets.UTF_8);
        // A child that hangs would outlive this process, if that is ended.
        this.killer = new Thread(
                () -> {
                    process.destroyForcibly();
                    delete(errors);
                },
                "end of " + name);
        Runtime.getRuntime().addShutdownHook(killer);
        Thread reader = new Thread(this::readAnswers, "answers of " + name);
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts a process.
     *
     * @throws CaseNotRunException if that cannot be started
     */
    static PeerChild start(String name, List<String> command, Map<String, String> environment, Duration limit) {
        Path errors = null;
        try {
            // A file has all of it once the answer is there; a pipe's reader may lag behind.
            errors = Files.createTempFile("clgrad-peer", ".log");
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
            builder.environment().putAll(environment);
            return new PeerChild(name, builder.start(), errors, limit);
        } catch (IOException e) {
            delete(errors);
            throw CaseNotRunException.failed(name + " cannot be started: " + e.getMessage(), e);
        }
    }

    private static void delete(@Nullable Path errors) {
        try {
            if (errors != null) {
                Files.deleteIfExists(errors);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(errors + " cannot be deleted: " + e.getMessage(), e);
        }
    }

    /**
     * The answer to a request.
     *
     * @throws CaseNotRunException if there is none; the child is to be closed then
     */
    String ask(String request) {
        try {
            requests.write(request + "\n");
            requests.flush();
        } catch (IOException e) {
            throw ended(request); // it had ended since the last answer
        }
        try {
            Optional<String> answer = answers.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
            if (answer == null) {
                throw CaseNotRunException.failed(
                        name + " did not answer \"" + request + "\" within " + seconds(limit) + printed());
            }
            return answer.orElseThrow(() -> ended(request));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CaseNotRunException.failed("interrupted while " + name + " is at \"" + request + "\"", e);
        }
    }

    private static String seconds(Duration time) {
        return time.toMillis() / 1e3 + " s";
    }

    private CaseNotRunException ended(String request) {
        String status = "";
        try {
            if (process.waitFor(END.toMillis(), TimeUnit.MILLISECONDS)) {
                status = " with status " + process.exitValue();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return CaseNotRunException.failed(name + " ended" + status + " at \"" + request + "\"" + printed());
    }

    /** Waits until the child takes no more processor time; not for ever, since a Java VM may compile in the background. */
    void awaitRest() {
        try {
            long deadline = System.nanoTime() + LONGEST_REST.toNanos();
            Optional<Duration> before = Optional.empty();
            Optional<Duration> now = process.info().totalCpuDuration();
            while (now.isPresent() && !now.equals(before) && System.nanoTime() < deadline) {
                Thread.sleep(REST.toMillis());
                before = now;
                now = process.info().totalCpuDuration();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CaseNotRunException.failed("interrupted while " + name + " comes to rest", e);
        }
    }

    // ---- Reading

    /** Until the child ends; output that breaks off as it is ended counts as at its end. */
    private void readAnswers() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                answers.add(Optional.of(line));
            }
        } catch (IOException e) {
            log.debug("the answers of {} break off: {}", name, e.getMessage());
        }
        answers.add(Optional.empty());
    }

    /** What it printed to standard error last, each line behind a line break; empty if it printed nothing. */
    String printed() {
        List<String> lines;
        try {
            lines = new String(Files.readAllBytes(errors), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            return "; what it printed cannot be read: " + e.getMessage();
        }
        List<String> last = lines.subList(Math.max(0, lines.size() - KEPT_LINES), lines.size());
        return last.isEmpty() ? "" : "; it printed:\n  " + String.join("\n  ", last);
    }

    /** Ends the process, at once: what it holds is memory only. */
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.waitFor(END.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            Runtime.getRuntime().removeShutdownHook(killer);
        } catch (IllegalStateException e) {
            log.debug("{} is ended by the hook, which runs already", name);
        }
        delete(errors);
    }
}
