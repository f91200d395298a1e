package org.clgrad.examples.bench.torch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.clgrad.examples.bench.child.Expect;
import org.clgrad.examples.bench.child.TimedCase;
import org.clgrad.examples.bench.child.UnsupportedCaseException;

/**
 * From the launch of a Java process, with the options of this one, until the loss of its first training step is read. DJL has
 * unpacked libtorch by then: the check does a launch that is not timed.
 */
final class ColdStart implements TimedCase {
    private ColdStart() {}

    static TimedCase open(String name) {
        if (!name.equals("mnist_cnn_first_step")) {
            throw new UnsupportedCaseException("libtorch has no case cold/" + name);
        }
        return new ColdStart();
    }

    @Override
    public void call() {
        launch();
    }

    @Override
    public void check() {
        launch();
    }

    /** Ends of processes are not in the time. */
    @Override
    public long batch(int calls) {
        long nanos = 0;
        for (int i = 0; i < calls; i++) {
            nanos += launch();
        }
        return nanos;
    }

    private static long launch() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), TorchFirstStep.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        long start = System.nanoTime();
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("no process can be launched: " + e.getMessage(), e);
        }
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            String line = output.readLine();
            long nanos = System.nanoTime() - start;
            Expect.that(line != null && line.startsWith(TorchFirstStep.ANSWER), "the process said " + line);
            float loss = Float.parseFloat(line.substring(TorchFirstStep.ANSWER.length()));
            Expect.that(Float.isFinite(loss), "the loss is " + loss);
            process.waitFor();
            return nanos;
        } catch (IOException e) {
            throw new UncheckedIOException("the process cannot be read: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted during a launch", e);
        } finally {
            process.destroyForcibly();
        }
    }

    @Override
    public void close() {}
}
