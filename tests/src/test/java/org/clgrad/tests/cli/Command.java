package org.clgrad.tests.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** A command to run in a folder of its own, with what its environment has besides the test's. */
final class Command {
    private static final long LIMIT_SECONDS = 240;

    /** How a command ended and what it printed. */
    record Outcome(int status, List<String> out, List<String> err) {
        String lastLine() {
            return out.get(out.size() - 1);
        }
    }

    private final List<String> words;
    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();
    private final UUID serial = UUID.randomUUID();
    private String input = "";

    private Command(List<String> words, Path folder) {
        this.words = words;
        this.folder = folder;
    }

    /** Where a JVM that crashes in native code says why; the folder of the run itself goes with the test. */
    private static final String CRASH_LOG =
            "-XX:ErrorFile=" + Path.of("target", "hs_err_%p.log").toAbsolutePath();

    /** All commands share one, with programs built before and no data in it. */
    private static final Path CACHE = Path.of("target", "cache").toAbsolutePath();

    private static final String MAIN = "org.clgrad.examples.Main";

    /** The Java part of the command line, without the wrapper. */
    static Command java(Path folder, String... arguments) {
        List<String> words = new ArrayList<>(List.of("--enable-native-access=ALL-UNNAMED", CRASH_LOG, MAIN));
        words.addAll(List.of(arguments));
        return tool("java", folder, words.toArray(String[]::new));
    }

    /** A tool of the JDK, with clgrad's class path. */
    static Command tool(String name, Path folder, String... arguments) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", name).toString());
        words.addAll(List.of("--class-path", System.getProperty("java.class.path")));
        words.addAll(List.of(arguments));
        return new Command(words, folder);
    }

    /** The wrapper, run from elsewhere. */
    static Command wrapper(Path folder, String... arguments) {
        List<String> words = new ArrayList<>();
        words.add(wrapper().toString());
        words.addAll(List.of(arguments));
        return new Command(words, folder);
    }

    /** Any program. */
    static Command program(Path folder, String... words) {
        return new Command(List.of(words), folder);
    }

    static Path wrapper() {
        return Path.of("..", "clgrad").toAbsolutePath().normalize();
    }

    /** The same on a terminal: util-linux's {@code script} gives it one, on which both output streams then are. */
    Command onTerminal() {
        StringBuilder line = new StringBuilder("exec");
        for (String word : words) {
            line.append(" '").append(word.replace("'", "'\\''")).append('\'');
        }
        Command command = new Command(List.of("script", "-qec", line.toString(), "/dev/null"), folder);
        command.environment.putAll(environment);
        return command;
    }

    Command with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** As on a machine whose OpenCL loader knows no platform. */
    Command withoutOpenCl() {
        return with("OCL_ICD_VENDORS", made("no-vendors").toString());
    }

    private Path made(String name) {
        try {
            return Files.createDirectories(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The words of the command line. */
    List<String> words() {
        return words;
    }

    /** What is typed, and then no more. */
    Command typing(String text) {
        input = text;
        return this;
    }

    Outcome run() {
        return start().await();
    }

    /** Begins, without waiting for the end. */
    Running start() {
        Path out = folder.resolve("stdout" + serial);
        Path err = folder.resolve("stderr" + serial);
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        // What whoever runs the tests has chosen for other programs.
        builder.environment()
                .keySet()
                .removeAll(Set.of(
                        "JAVA_TOOL_OPTIONS", "CLGRAD_DEVICE", "CLGRAD_BINDING", "CLGRAD_LIMIT", "CLGRAD_MIRROR"));
        builder.environment().put("CLGRAD_CACHE", CACHE.toString());
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            try (Writer typed = process.outputWriter()) {
                typed.write(input);
            }
            return new Running(process, out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A command that has begun. */
    record Running(Process process, Path out, Path err) {
        Outcome await() {
            try {
                if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new AssertionError(
                            process.info() + " did not end in " + LIMIT_SECONDS + " s: " + Files.readString(err));
                }
                return new Outcome(process.exitValue(), Files.readAllLines(out), Files.readAllLines(err));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while waiting for " + process.info(), e);
            }
        }
    }
}
