package org.clgrad.examples.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Device;

/**
 * From the start of a process to the end of its first training step: {@code clgrad train mnist-cnn} on blank images, with
 * caches on disk as earlier runs have left them.
 *
 * <p>The process tells when its device is done with the step; what it does after that does not count.
 *
 * @param launcher the words that start clgrad's command line
 */
record ColdStart(List<String> launcher) implements Operation {
    /** What a training logs at that moment, with {@code --debug}. */
    private static final String MOMENT = "first step done";

    private static final int IMAGES = 64;
    private static final Duration LIMIT = Duration.ofMinutes(5);
    /** A run of one step keeps what it built in two seconds, so the first ones leave something to do. */
    private static final int RUNS_BEFORE = 3;

    static Stream<BenchCase> all(List<String> launcher) {
        return Stream.of(new BenchCase(
                "cold/mnist_cnn_first_step",
                Metric.MS,
                Work.ofSamples(0),
                1,
                new ColdStart(launcher),
                Optional.empty()));
    }

    @Override
    public Workload on(Device device) {
        try {
            Processes processes = new Processes(device, Files.createTempDirectory("clgrad-bench"));
            try {
                BlankDigits.write(processes.data(), IMAGES);
                processes.batch(RUNS_BEFORE);
                return processes;
            } catch (IOException | RuntimeException e) {
                processes.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cold start: no folder for its data: " + e.getMessage(), e);
        }
    }

    /** One process after the other. */
    private final class Processes implements Workload {
        private final Device device;
        private final Path folder;

        Processes(Device device, Path folder) {
            this.device = device;
            this.folder = folder;
        }

        Path data() {
            return folder.resolve("data");
        }

        /** @return nanoseconds to the first step, of all processes together, without what they did after it */
        @Override
        public long batch(int calls) {
            long sum = 0;
            for (int i = 0; i < calls; i++) {
                sum += firstStepNanos();
            }
            return sum;
        }

        private long firstStepNanos() {
            ProcessBuilder builder = new ProcessBuilder(words())
                    .directory(folder.toFile())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD);
            long start = System.nanoTime();
            try {
                Process process = builder.start();
                CompletableFuture.delayedExecutor(LIMIT.toSeconds(), TimeUnit.SECONDS)
                        .execute(process::destroyForcibly);
                process.getOutputStream().close();
                return await(process, start);
            } catch (IOException e) {
                throw CaseNotRunException.failed("cold start: " + e.getMessage(), e);
            }
        }

        private List<String> words() {
            List<String> words = new ArrayList<>(launcher);
            words.addAll(List.of("train", "mnist-cnn", "--data", data().toString(), "--out", "out"));
            words.addAll(List.of("--max-steps", "1", "--quiet", "--no-install", "--debug"));
            words.addAll(List.of("--device", device.name(), "--binding", device.binding()));
            return words;
        }

        private static long await(Process process, long start) throws IOException {
            long nanos = -1;
            String last = "";
            try (BufferedReader lines = process.errorReader()) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.contains(MOMENT)) {
                        nanos = System.nanoTime() - start;
                    }
                    last = line;
                }
                int status = process.waitFor();
                if (status != 0 || nanos < 0) {
                    throw CaseNotRunException.failed(
                            "cold start: the process ended with status " + status + ": " + last);
                }
                return nanos;
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted during a cold start", e);
            }
        }

        /** Nothing of the device in this process. */
        @Override
        public List<Tensor> results() {
            return List.of();
        }

        @Override
        public void close() {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("cold start: its folder cannot be deleted: " + e.getMessage(), e);
            }
        }
    }
}
