package org.clgrad.examples.doctor;

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
import org.clgrad.engine.DeviceRequest;

/** One run of {@link CheckChild}, from outside. */
final class Child implements AutoCloseable {
    /** For a VM to start and a driver to open its device, on a machine that does other things too. */
    private static final Duration LEAST_START = Duration.ofSeconds(60);
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
    private final Duration limit;
    private final BlockingQueue<Optional<Answer>> answers = new LinkedBlockingQueue<>();
    private final Deque<String> printed = new ArrayDeque<>();
    private final Thread killer;
    private final List<Thread> readers;

    private Child(Process process, Duration limit) {
        this.process = process;
        this.limit = limit;
        this.requests = process.outputWriter(StandardCharsets.UTF_8);
        // A check that hangs would outlive this process, if that is ended.
        this.killer = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(killer);
        this.readers = List.of(
                reader(() -> readAnswers(process.inputReader(StandardCharsets.UTF_8))),
                reader(() -> keepAll(process.errorReader(StandardCharsets.UTF_8))));
        readers.forEach(Thread::start);
    }

    private static Thread reader(Runnable work) {
        Thread thread = new Thread(work, "output of checks");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Starts a process and waits until its device is open.
     *
     * @throws CheckProcessException if it does not come so far
     */
    static Child start(DeviceRequest request, Duration limit) {
        ProcessBuilder builder = new ProcessBuilder(command());
        Map<String, String> environment = builder.environment();
        environment.put(
                DeviceRequest.DEVICE, request.device().map(Object::toString).orElse(""));
        environment.put(DeviceRequest.BINDING, request.binding().orElse(""));
        environment.put(
                DeviceRequest.LIMIT, request.limits().map(Object::toString).orElse(""));
        Child child;
        try {
            child = new Child(builder.start(), limit);
        } catch (IOException e) {
            throw new CheckProcessException("no process for checks can be started: " + e.getMessage(), e);
        }
        Answer opened = child.await(limit.compareTo(LEAST_START) > 0 ? limit : LEAST_START);
        if (opened.status() != Status.PASSED) {
            child.close();
            throw new CheckProcessException("the device cannot be opened for checks: " + opened.message());
        }
        return child;
    }

    /** This VM's own command line, with its options, but for what could not be shared, and another main class. */
    private static List<String> command() {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> !option.startsWith("-agentlib:jdwp") && !option.startsWith("-Xrunjdwp"))
                .forEach(words::add);
        words.add("-XX:+IgnoreUnrecognizedVMOptions");
        words.add("-XX:-CreateCoredumpOnCrash");
        words.add("-XX:ErrorFile=" + Path.of(System.getProperty("java.io.tmpdir"), "clgrad_doctor_%p.log"));
        words.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), CheckChild.class.getName()));
        return words;
    }

    // ---- Asking

    /** The answer to a request; the child is to be closed if that is spoilt. */
    Answer ask(String request) {
        try {
            requests.write(request + "\n");
            requests.flush();
        } catch (IOException e) {
            return ended(); // it had ended since the last answer
        }
        return await(limit);
    }

    private Answer await(Duration time) {
        try {
            Optional<Answer> answer = answers.poll(time.toNanos(), TimeUnit.NANOSECONDS);
            if (answer == null) {
                process.destroyForcibly();
                return new Answer(Status.TIMED_OUT, "no result within " + time.toSeconds() + " s", lastPrinted(), true);
            }
            return answer.orElseGet(this::ended);
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted during a check", e);
        }
    }

    private Answer ended() {
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
        return new Answer(Status.CRASHED, how + why, last, true);
    }

    private static Optional<String> said(List<String> lines, Pattern pattern) {
        Matcher matcher = pattern.matcher(String.join("\n", lines));
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    // ---- Reading

    private void readAnswers(BufferedReader lines) {
        lines(lines).forEach(line -> Answer.in(line)
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
