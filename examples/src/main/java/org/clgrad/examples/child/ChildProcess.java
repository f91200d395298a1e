package org.clgrad.examples.child;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A Java process that is asked for one thing after another. */
public final class ChildProcess implements AutoCloseable {
    /** For a device to be closed. */
    private static final Duration END = Duration.ofSeconds(10);
    /** Lines that are kept of what the child prints besides answers. */
    private static final int KEPT_LINES = 40;

    /** What a VM that crashes prints, such as {@code #  SIGSEGV (0xb) at pc=…}. */
    private static final Pattern CRASH_SIGNAL = Pattern.compile("^#\\s+(SIG[A-Z]+) ", Pattern.MULTILINE);
    /** Such as {@code # C  [libpocl.so.2+0x1234]  pocl_exec+0x12}, on the line after a title. */
    private static final Pattern CRASH_PLACE = Pattern.compile("^# Problematic frame:\n#\\s*(.*)", Pattern.MULTILINE);

    private final Process process;
    private final Writer requests;
    private final BlockingQueue<Optional<Reply.Line>> answers = new LinkedBlockingQueue<>();
    private final Deque<String> printed = new ArrayDeque<>();
    private final Thread killer;
    private final List<Thread> readers;

    private ChildProcess(Process process) {
        this.process = process;
        this.requests = process.outputWriter(StandardCharsets.UTF_8);
        // A child that hangs would outlive this process, if that is ended.
        this.killer = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(killer);
        this.readers = List.of(
                reader(() -> readAnswers(process.inputReader(StandardCharsets.UTF_8))),
                reader(() -> keepAll(process.errorReader(StandardCharsets.UTF_8))));
        readers.forEach(Thread::start);
    }

    private static Thread reader(Runnable work) {
        Thread thread = new Thread(work, "output of a child");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Starts a process.
     *
     * @param main its main class
     * @param arguments of the main class
     * @param environment variables that are set for it beside those of this process
     * @throws ChildException if that is not possible
     */
    public static ChildProcess start(Class<?> main, List<String> arguments, Map<String, String> environment) {
        List<String> words = command(main);
        words.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().putAll(environment);
        try {
            return new ChildProcess(builder.start());
        } catch (IOException e) {
            throw new ChildException("no process can be started: " + e.getMessage(), e);
        }
    }

    /** This VM's own command line, with its options, but for what could not be shared, and another main class. */
    private static List<String> command(Class<?> main) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> !option.startsWith("-agentlib:jdwp") && !option.startsWith("-Xrunjdwp"))
                .forEach(words::add);
        words.add("-XX:+IgnoreUnrecognizedVMOptions");
        words.add("-XX:-CreateCoredumpOnCrash");
        words.add("-XX:ErrorFile=" + Path.of(System.getProperty("java.io.tmpdir"), "clgrad_child_%p.log"));
        words.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        return words;
    }

    // ---- Asking

    /** The reply to a request of one line; after any but an answer, the child is to be closed. */
    public Reply ask(String request, Duration limit) {
        try {
            requests.write(request + "\n");
            requests.flush();
        } catch (IOException e) {
            return ended(); // it had ended since the last answer
        }
        return await(limit);
    }

    /** What it says next without being asked, as it does once when it is ready. */
    public Reply await(Duration limit) {
        try {
            Optional<Reply.Line> answer = answers.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
            if (answer == null) {
                process.destroyForcibly();
                return new Reply.TimedOut(lastPrinted());
            }
            return answer.<Reply>map(line -> line).orElseGet(this::ended);
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a child worked", e);
        }
    }

    private Reply ended() {
        OptionalInt status = OptionalInt.empty();
        try {
            if (process.waitFor(END.toSeconds(), TimeUnit.SECONDS)) {
                status = OptionalInt.of(process.exitValue());
                for (Thread reader : readers) {
                    reader.join(END.toMillis());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        List<String> last = lastPrinted();
        String how = "the process ended" + (status.isPresent() ? " with status " + status.getAsInt() : "");
        String why = said(last, CRASH_SIGNAL).map(signal -> ", " + signal).orElse("")
                + said(last, CRASH_PLACE).map(place -> " in " + place).orElse("");
        return new Reply.Ended(how + why, last);
    }

    private static Optional<String> said(List<String> lines, Pattern pattern) {
        Matcher matcher = pattern.matcher(String.join("\n", lines));
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    // ---- Reading

    private void readAnswers(BufferedReader lines) {
        lines(lines).forEach(line -> Reply.Line.in(line)
                .ifPresentOrElse(answer -> answers.add(Optional.of(answer)), () -> keep(line)));
        answers.add(Optional.empty());
    }

    private void keepAll(BufferedReader lines) {
        lines(lines).forEach(this::keep);
    }

    /** The lines until the child ends; a stream that breaks off as it is ended counts as at its end. */
    private static Stream<String> lines(BufferedReader reader) {
        return Stream.generate(() -> {
                    try {
                        return Optional.ofNullable(reader.readLine());
                    } catch (IOException e) {
                        return Optional.<String>empty();
                    }
                })
                .takeWhile(Optional::isPresent)
                .map(Optional::get);
    }

    private void keep(String line) {
        synchronized (printed) {
            printed.addLast(line);
            if (printed.size() > KEPT_LINES) {
                printed.removeFirst();
            }
        }
    }

    private List<String> lastPrinted() {
        synchronized (printed) {
            return List.copyOf(printed);
        }
    }

    /** Lets the child end, or ends it if it does not. */
    @Override
    public void close() {
        try {
            requests.close();
            if (!process.waitFor(END.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        try {
            Runtime.getRuntime().removeShutdownHook(killer);
        } catch (IllegalStateException e) {
            process.destroyForcibly(); // the hook is running already
        }
    }
}
