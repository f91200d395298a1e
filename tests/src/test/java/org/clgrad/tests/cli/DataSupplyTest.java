package org.clgrad.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the command line takes its data from: what was downloaded, is downloaded now, or is drawn. */
class DataSupplyTest {
    private static final Path SHARED =
            Path.of("..", "..", "shared", "data").toAbsolutePath().normalize();
    private static final String IMAGES = "train-images-idx3-ubyte.gz";
    private static final int IMAGES_BYTES = 9_912_422;

    /** The wrapper tells Java so where someone sits at the terminal. */
    private static final String ANSWERS = "-Dclgrad.answers=true";

    private static final String JAVA_OPTIONS = "JDK_JAVA_OPTIONS";

    /** What can be found out only when the data is there, and spares the training. */
    private static final String TOO_LARGE = "--batch=60001";

    @TempDir
    Path folder;

    @Test
    void twoProcessesDownloadAtOnceAndAThirdFindsTheFiles() throws IOException {
        Assumptions.assumeTrue(
                Files.isDirectory(SHARED.resolve("mnist")), "left out: downloading MNIST (no " + SHARED + ")");
        try (Mirror mirror = new Mirror(SHARED)) {
            Command.Running one = train(mirror, "--download").start();
            Command.Running two = train(mirror, "--download").start();
            for (Command.Running running : List.of(one, two)) {
                assertLoaded(running.await(), "data: MNIST, in " + kept("mnist"));
            }
            assertThat(mirror.requests())
                    .containsExactlyInAnyOrder(
                            "/mnist/train-images-idx3-ubyte.gz",
                            "/mnist/train-labels-idx1-ubyte.gz",
                            "/mnist/t10k-images-idx3-ubyte.gz",
                            "/mnist/t10k-labels-idx1-ubyte.gz");
            assertLoaded(train(mirror).run(), "data: MNIST, downloaded before, in " + kept("mnist"));
            assertThat(mirror.requests()).hasSize(4);
        }
    }

    @Test
    void whoeverInterruptsADownloadCanGoOnWithIt() throws Exception {
        // Zeros in place of MNIST: what matters is how much of it is asked for.
        Path zeros = folder.resolve("zeros");
        Files.createDirectories(zeros.resolve("mnist"));
        Files.write(zeros.resolve("mnist").resolve(IMAGES), new byte[IMAGES_BYTES]);
        Path part = kept("mnist").resolve(IMAGES + ".part");
        try (Mirror mirror = new Mirror(zeros, 1_000_000)) {
            Command.Running running = train(mirror, "--download").start();
            while (running.process().isAlive() && (!Files.exists(part) || Files.size(part) < 1_000_000)) {
                Thread.sleep(20); // there is nobody who could tell when the other process has written it
            }
            new ProcessBuilder("kill", "-INT", Long.toString(running.process().pid()))
                    .start()
                    .waitFor();
            assertThat(running.await().status()).isEqualTo(130); // 128 + SIGINT
        }
        assertThat(Files.size(part)).isEqualTo(1_000_000);
        assertThat(folder.resolve("out")).doesNotExist();
        try (Mirror mirror = new Mirror(zeros)) {
            Command.Outcome outcome = train(mirror, "--download").run();
            assertThat(mirror.requests()).containsExactly("/mnist/" + IMAGES + " bytes=1000000-", "/mnist/" + IMAGES);
            assertRefused(outcome, "sent other bytes than were published");
        }
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void whoSaysYesDownloads() throws IOException {
        for (String answer : List.of("\n", " Yes \n")) {
            try (Mirror empty = new Mirror(folder)) {
                Command.Outcome outcome =
                        train(empty).with(JAVA_OPTIONS, ANSWERS).typing(answer).run();
                assertThat(empty.requests()).containsExactly("/mnist/" + IMAGES);
                assertThat(outcome.status()).isEqualTo(2);
                assertThat(String.join("\n", outcome.err()))
                        .contains("MNIST is not here; download 11.6 MB from localhost? [Y/n] ")
                        .contains(IMAGES + ": cannot be downloaded (localhost:")
                        .contains(": HTTP 404)");
            }
        }
    }

    /** On a terminal proper, where the wrapper finds out that there is one. */
    @Test
    void aTerminalIsAsked() throws IOException {
        try (Mirror empty = new Mirror(folder)) {
            Command.Outcome outcome = Command.wrapper(
                            folder, "train", "mnist-cnn", "--no-install", "--device=host", "--out=out")
                    .onTerminal()
                    .with("CLGRAD_MIRROR", empty.address())
                    .with("CLGRAD_CACHE", folder.resolve("cache").toString())
                    .typing("y\n")
                    .run();
            assertThat(empty.requests()).containsExactly("/mnist/" + IMAGES);
            assertThat(outcome.status()).isEqualTo(2);
            assertThat(String.join("\n", outcome.out()))
                    .contains("MNIST is not here; download 11.6 MB from localhost? [Y/n] ");
        }
    }

    @Test
    void whoSaysNoGetsDrawnDigitsUnlessTheSetWasNamed() throws IOException {
        try (Mirror mirror = new Mirror(folder)) {
            Command.Outcome drawn =
                    train(mirror).with(JAVA_OPTIONS, ANSWERS).typing("n\n").run();
            assertThat(String.join("\n", drawn.err())).contains("? [Y/n] ");
            assertLoaded(
                    drawn,
                    "data: drawn by the program, since MNIST is not here (--download fetches 11.6 MB,"
                            + " --data names a folder that has it)");
            Command.Outcome named = train(mirror, "--dataset=fashion-mnist")
                    .with(JAVA_OPTIONS, ANSWERS)
                    .typing("") // who goes away does not agree
                    .run();
            assertThat(named.err()).last().asString().contains("Fashion-MNIST is not here (--download");
            assertThat(named.status()).isEqualTo(2);
            assertThat(mirror.requests()).isEmpty();
        }
    }

    @Test
    void nobodyIsAskedWhereNobodyAnswers() throws IOException {
        try (Mirror mirror = new Mirror(folder)) {
            Command.Outcome outcome =
                    train(mirror, "--dataset", "fashion-mnist").typing("y\n").run();
            assertThat(mirror.requests()).isEmpty();
            assertRefused(outcome, "Fashion-MNIST is not here (--download fetches 30.9 MB");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            --dataset imagenet         | mnist-cnn has no data set 'imagenet'; there is: mnist, fashion-mnist, drawn
            --dataset cifar10          | mnist-cnn has no data set 'cifar10'
            --data zeros --download    | --data names a folder with all that is needed; --download does not go with it
            --data zeros --dataset x   | --dataset does not go with it
            """)
    void whatDoesNotFitIsRefused(String options, String complaint) throws IOException {
        try (Mirror mirror = new Mirror(folder)) {
            Command.Outcome outcome =
                    train(mirror, options.strip().split(" +", -1)).run();
            assertRefused(outcome, complaint.strip());
            assertThat(mirror.requests()).isEmpty();
        }
    }

    @Test
    void withoutAPlaceOrAnAddressNothingIsDownloaded() throws IOException {
        try (Mirror mirror = new Mirror(folder)) {
            assertRefused(
                    train(mirror, "--download")
                            .with("CLGRAD_CACHE", "/dev/null")
                            .run(),
                    "there is no cache folder that can be written; CLGRAD_CACHE names one");
            assertRefused(
                    train(mirror, "--download")
                            .with("CLGRAD_MIRROR", "ftp://localhost")
                            .run(),
                    "CLGRAD_MIRROR: mnist: expected http[s]://host/folder/ for a mirror, got ftp://localhost/mnist/");
            assertThat(mirror.requests()).isEmpty();
        }
    }

    private Command train(Mirror mirror, String... more) {
        String[] words = {"train", "mnist-cnn", "--no-install", "--quiet", "--device=host", TOO_LARGE, "--out=out"};
        String[] all = Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return Command.java(folder, all)
                .with("CLGRAD_MIRROR", mirror.address())
                .with("CLGRAD_CACHE", folder.resolve("cache").toString());
    }

    private Path kept(String dataset) {
        return folder.resolve("cache").resolve("data").resolve(dataset);
    }

    private static void assertLoaded(Command.Outcome outcome, String from) {
        assertThat(outcome.out()).containsExactly(from);
        assertThat(outcome.err())
                .last()
                .asString()
                .endsWith("--batch: expected at most 60000, all there are, got 60001" + " (see ./clgrad train --help)");
        assertThat(outcome.status()).isEqualTo(2);
    }

    private static void assertRefused(Command.Outcome outcome, String complaint) {
        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.err())
                .singleElement()
                .asString()
                .startsWith("clgrad: ")
                .contains(complaint);
    }
}
