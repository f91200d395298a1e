package org.clgrad.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.nn.io.SafetensorsFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training runs that end well: what they print, and the files they leave. */
class TrainingRunTest {
    @TempDir
    static Path folder;

    private static Path data = Path.of("");

    @BeforeAll
    static void writeData() throws IOException {
        data = SmallDigits.write(folder.resolve("data"));
    }

    @Test
    void drawnDigitsAreLearntAndTheResultsWritten() throws Exception {
        Command.Outcome outcome = Command.java(
                        folder, "--no-install", "train", "--max-steps", "60", "mnist-cnn", "--seed=7", "--out", "drawn")
                .run();
        assertThat(outcome.status()).as("%s", outcome.err()).isZero();
        assertThat(outcome.out().get(0)).contains("drawn by the program");
        assertThat(outcome.out()).anyMatch(line -> line.startsWith("test accuracy: "));
        assertThat(outcome.lastLine()).startsWith("weights: ").endsWith("drawn/model.safetensors");

        JsonObject metrics = metrics("drawn");
        assertThat(metrics.keySet())
                .containsExactlyInAnyOrder(
                        "device",
                        "binding",
                        "seed",
                        "losses",
                        "testAccuracyPerEpoch",
                        "testAccuracy",
                        "samplesPerSecond",
                        "firstStepSeconds",
                        "secondsTotal");
        assertThat(metrics.get("seed").getAsLong()).isEqualTo(7);
        List<Double> losses = losses("drawn");
        assertThat(losses).hasSize(60);
        // A model that knows nothing has a loss of ln 10 ≈ 2.3; sixty steps of Adam halve it by a wide margin.
        assertThat(losses.get(59)).isLessThan(losses.get(0) / 2);
        double accuracy = metrics.get("testAccuracy").getAsDouble();
        assertThat(accuracy).isBetween(0.5, 1.0);
        assertThat(metrics.getAsJsonArray("testAccuracyPerEpoch")).hasSize(1);
        assertThat(metrics.get("samplesPerSecond").getAsDouble()).isPositive();
        assertThat(metrics.get("firstStepSeconds").getAsDouble()).isPositive();
        assertThat(metrics.get("secondsTotal").getAsDouble()).isPositive();

        try (SafetensorsFile weights = SafetensorsFile.open(folder.resolve("drawn/model.safetensors"))) {
            assertThat(weights.names()).containsExactlyInAnyOrder("0.weight", "0.bias", "4.weight", "4.bias");
            assertThat(weights.shape("0.weight")).isEqualTo(Shape.of(32, 1, 3, 3));
            assertThat(weights.shape("0.bias")).isEqualTo(Shape.of(32));
            assertThat(weights.shape("4.weight")).isEqualTo(Shape.of(10, 5408));
            assertThat(weights.shape("4.bias")).isEqualTo(Shape.of(10));
        }
        String root = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(folder.resolve("drawn/loss.svg").toFile())
                .getDocumentElement()
                .getTagName();
        assertThat(root).isEqualTo("svg");
        try (Stream<Path> files = Files.list(folder.resolve("drawn"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .as("nothing half-written is left")
                    .containsExactlyInAnyOrder(
                            "metrics.json", "model.safetensors", "loss.svg", "checkpoint.safetensors");
        }
    }

    @Test
    void theSeedDecidesTheLossesToTheBitWhateverTheBinding() throws IOException {
        train("first", "--seed", "3");
        train("again", "--seed", "3", "--binding", "jocl");
        train("other", "--seed", "4");
        assertThat(losses("first")).hasSize(16).isEqualTo(losses("again")).isNotEqualTo(losses("other"));
    }

    @Test
    void withoutATerminalProgressIsInPlainLines() {
        Command.Outcome outcome = train("plain");
        assertThat(outcome.err()).anyMatch(line -> line.startsWith("epoch 1/2  loss "));
        assertThat(outcome.err()).anyMatch(line -> line.matches("epoch 2/2  loss .* test accuracy .* %"));
        assertThat(outcome.err()).noneMatch(line -> line.contains("\033"));
    }

    @Test
    void quietMeansNothingOnTheErrorStream() {
        assertThat(train("quiet", "--quiet").err()).isEmpty();
    }

    @Test
    void withoutOpenClTheHostTrainsAndSaysSo() throws IOException {
        Command.Outcome outcome = Command.java(
                        folder, "train", "mnist-cnn", "--no-install", "--max-steps=2", "--data=data", "--out=host")
                .withoutOpenCl()
                .run();
        assertThat(outcome.status()).as("%s", outcome.err()).isZero();
        assertThat(outcome.err())
                .anyMatch(line -> line.startsWith("clgrad: no OpenCL device found; training on the host"));
        assertThat(metrics("host").get("device").getAsString()).isEqualTo("host");
    }

    @Test
    void theWrapperIsAskedForOpenClBeforeAnythingIsPrinted() throws IOException {
        Path wrapper =
                Files.writeString(folder.resolve("wrapper"), "#!/bin/sh\necho \"$CLGRAD_FIND_OPENCL $*\"\nexit 7\n");
        assertThat(wrapper.toFile().setExecutable(true)).isTrue();
        Command.Outcome outcome = Command.java(folder, "train", "mnist-cnn", "--out", "asked")
                .withoutOpenCl()
                .with("CLGRAD_WRAPPER", wrapper.toString())
                .run();
        assertThat(outcome.status()).isEqualTo(7);
        assertThat(outcome.out()).containsExactly("1 train mnist-cnn --out asked");
        assertThat(outcome.err()).isEmpty();
    }

    private static Command.Outcome train(String out, String... more) {
        String[] fixed = {"train", "mnist-cnn", "--no-install", "--epochs", "2", "--data", data.toString(), "--out", out
        };
        Command.Outcome outcome = Command.java(
                        folder, Stream.of(fixed, more).flatMap(Stream::of).toArray(String[]::new))
                .run();
        assertThat(outcome.status()).as("%s", outcome.err()).isZero();
        return outcome;
    }

    private static JsonObject metrics(String out) throws IOException {
        return JsonParser.parseString(Files.readString(folder.resolve(out).resolve("metrics.json")))
                .getAsJsonObject();
    }

    private static List<Double> losses(String out) throws IOException {
        return metrics(out).getAsJsonArray("losses").asList().stream()
                .map(JsonElement::getAsDouble)
                .toList();
    }
}
