package org.clgrad.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trainings that end before their time: by a signal, by a full disk; and how they go on. */
class StoppedTrainingTest {
    /** Enough for a hundred epochs, so that a signal always comes in the midst of it. */
    private static final String MANY = "100";

    private static final long LIMIT_SECONDS = 240;

    @TempDir
    static Path folder;

    @BeforeAll
    static void writeData() throws IOException {
        SmallDigits.write(folder.resolve("data"));
    }

    private static String[] train(String out, String... more) {
        String[] fixed = {"train", "mnist-cnn", "--no-install", "--data", "data", "--out", out};
        return Stream.of(fixed, more).flatMap(Stream::of).toArray(String[]::new);
    }

    private static Command.Outcome run(String... arguments) {
        return Command.java(folder, arguments).run();
    }

    private static String losses(String out) throws IOException {
        return JsonParser.parseString(Files.readString(folder.resolve(out).resolve("metrics.json")))
                .getAsJsonObject()
                .get("losses")
                .toString();
    }

    /** SIGINT and SIGTERM in the midst of an epoch; the command that is printed goes on, to the losses of a whole run. */
    @ParameterizedTest
    @CsvSource({"INT,130", "TERM,143"})
    void aSignalFinishesTheStepAndSaysHowToGoOn(String signal, int status) throws Exception {
        String out = "stopped by " + signal;
        Command.Running running = Command.java(folder, train(out, "--seed", "3", "--epochs", MANY))
                .start();
        awaitLine(running.err(), "epoch 1/" + MANY + " ");
        send(signal, running.process());
        Command.Outcome outcome = running.await();
        List<String> lines = outcome.out();
        assertThat(outcome.status()).as("%s", lines).isEqualTo(status);
        assertThat(folder.resolve(out).resolve("metrics.json")).doesNotExist();
        String steps = lines.get(lines.size() - 2).replaceAll("stopped after (\\d+) steps, saved in .*", "$1");
        String last = lines.get(lines.size() - 1);
        assertThat(last).isEqualTo("to go on: ./clgrad train mnist-cnn --resume --no-install --out '" + out + "'");

        // As many epochs as were begun, and one more.
        String epochs = Integer.toString(Integer.parseInt(steps) / 8 + 2);
        Command.Outcome rest = run("train", "mnist-cnn", "--resume", "--no-install", "--out", out, "--epochs", epochs);
        assertThat(rest.status()).as("%s", rest.err()).isZero();
        assertThat(run(train("whole", "--seed", "3", "--epochs", epochs)).status())
                .isZero();
        assertThat(losses(out)).isEqualTo(losses("whole"));
    }

    @Test
    void aSecondSignalEndsAtOnce() throws Exception {
        Command.Running running = Command.java(folder, train("twice", "--epochs", MANY, "--batch", "1"))
                .start();
        awaitLine(running.err(), "epoch 1/");
        // Two in a row: whichever arrives while the step is being finished, the process ends with the signal's status.
        send("INT", running.process());
        send("INT", running.process());
        assertThat(running.await().status()).isEqualTo(130);
    }

    /**
     * A file that may not grow stands for a disk that is full: in both cases a write fails half-way. The host device, so
     * that no OpenCL implementation wants to write either.
     */
    @Test
    void aFullDiskIsAnErrorThatLeavesTheLastGoodFile() throws Exception {
        String[] first = train("full", "--device", "host", "--max-steps", "2");
        assertThat(run(first).status()).isZero();
        Path checkpoint = folder.resolve("full/checkpoint.safetensors");
        byte[] good = Files.readAllBytes(checkpoint);
        long blocks = good.length / 512 / 2;
        List<String> words = new ArrayList<>(List.of("sh", "-c", "ulimit -f " + blocks + "; exec \"$@\"", "sh"));
        words.addAll(Command.java(folder, train("full", "--device", "host", "--resume", "--max-steps", "4"))
                .words());
        Command.Outcome outcome =
                Command.program(folder, words.toArray(String[]::new)).run();
        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.err().get(outcome.err().size() - 1))
                .startsWith("clgrad: full/checkpoint.safetensors: cannot be written: ");
        assertThat(Arrays.equals(Files.readAllBytes(checkpoint), good)).isTrue();
        try (Stream<Path> files = Files.list(folder.resolve("full"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "checkpoint.safetensors", "metrics.json", "model.safetensors", "loss.svg");
        }
    }

    private static void send(String signal, Process process) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    private static void awaitLine(Path file, String start) throws IOException, InterruptedException {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (Files.readAllLines(file).stream().noneMatch(line -> line.startsWith(start))) {
            assertThat(System.nanoTime())
                    .as("waiting for '%s' in %s", start, file)
                    .isLessThan(limit);
            Thread.sleep(50);
        }
    }
}
