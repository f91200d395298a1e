package org.clgrad.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.clgrad.nn.data.DrawnDigits;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done with a model that has been trained: measured, asked, trained further. */
class TrainedModelTest {
    private static final int SIDE = 28;
    private static final int TIMES = 3;

    @TempDir
    static Path folder;

    @BeforeAll
    static void train() throws IOException {
        SmallDigits.write(folder.resolve("data"));
        run("train", "mnist-cnn", "--data", "data", "--epochs", "3", "--no-install");
    }

    private static List<String> run(String... arguments) {
        Command.Outcome outcome = Command.java(folder, arguments).run();
        assertThat(outcome.status()).as("%s", outcome.err()).isZero();
        return outcome.out();
    }

    @Test
    void evalSaysHowManyOfBothSetsAreRight() {
        List<String> lines = run("eval", "mnist-cnn", "--data", "data");
        assertThat(lines).hasSize(3).first().isEqualTo("data: data");
        assertThat(lines.get(1)).matches("train: +\\d+\\.\\d\\d %  \\d+ of 512 images in .* s");
        assertThat(lines.get(2)).matches("test: +\\d+\\.\\d\\d %  \\d+ of 100 images in .* s");
        int right = Integer.parseInt(lines.get(1).replaceAll(".* %  (\\d+) of.*", "$1"));
        // Three epochs over 512 digits: by a wide margin more than one in ten.
        assertThat(right).isGreaterThan(200);
        assertThat(run("eval", "mnist-cnn", "--data", "data", "--device", "host")
                        .get(1))
                .contains(right + " of 512");
    }

    /** A sample, the same pixels as a picture, three times as large, and as ink on paper. */
    @Test
    void predictTakesSamplesAndPictures() throws IOException {
        int sample = 5;
        BufferedImage picture = new BufferedImage(SIDE * TIMES, SIDE * TIMES, BufferedImage.TYPE_INT_RGB);
        BufferedImage inverted = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        ByteBuffer pixels =
                DrawnDigits.load(1, SmallDigits.TRAIN, SmallDigits.TEST).test().image(sample);
        for (int y = 0; y < SIDE * TIMES; y++) {
            for (int x = 0; x < SIDE * TIMES; x++) {
                int grey = pixels.get(y / TIMES * SIDE + x / TIMES) & 0xff;
                picture.setRGB(x, y, grey * 0x010101);
                inverted.setRGB(x / TIMES, y / TIMES, (255 - grey) * 0x010101);
            }
        }
        ImageIO.write(picture, "png", folder.resolve("large.png").toFile());
        ImageIO.write(inverted, "png", folder.resolve("ink.png").toFile());
        List<String> lines =
                run("predict", "mnist-cnn", "large.png", "--sample", Integer.toString(sample), "--data", "data");
        assertThat(lines).hasSize(3).first().isEqualTo("data: data");
        assertThat(lines.get(1)).startsWith("large.png: ");
        String classes = lines.get(1).substring("large.png: ".length());
        assertThat(classes).matches("\\d \\d+\\.\\d %(, \\d \\d+\\.\\d %){2}");
        assertThat(lines.get(2)).matches("sample 5 \\(\\d\\): .*").endsWith(": " + classes);
        assertThat(run("predict", "mnist-cnn", "ink.png", "--invert")).containsExactly("ink.png: " + classes);
    }

    @Test
    void aSampleThatIsNotThereIsRefused() {
        Command.Outcome outcome = Command.java(folder, "predict", "mnist-cnn", "--sample", "100", "--data", "data")
                .run();
        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.err()).anyMatch(line -> line.startsWith("clgrad: --sample: expected 0 to 99, got 100"));
    }

    @Test
    void trainGoesOnFromWeights() throws IOException {
        String weights = "runs/mnist-cnn/model.safetensors";
        List<String> lines = run(
                "train",
                "mnist-cnn",
                "--data",
                "data",
                "--weights",
                weights,
                "--max-steps",
                "1",
                "--lr",
                "1e-9",
                "--out",
                "further");
        String accuracy = run("eval", "mnist-cnn", "--data", "data").get(2).replaceAll("test: +([0-9.]+ %).*", "$1");
        assertThat(lines).anyMatch(line -> line.equals("test accuracy: " + accuracy));
    }

    /** The published ResNet-20 scores what its README says of these images. */
    @Test
    void thePublishedResnetIsReproduced() {
        Path shared = Path.of(System.getProperty("basedir", ""))
                .toAbsolutePath()
                .resolveSibling("")
                .resolve("../shared")
                .normalize();
        Path weights = shared.resolve("models/resnet-cifar/resnet20.safetensors");
        Path data = shared.resolve("data/cifar10");
        if (!Files.exists(weights) || !Files.isDirectory(data)) {
            System.out.println("eval resnet20: left out, because there is no " + weights + " or no " + data);
            return;
        }
        List<String> lines = run("eval", "resnet20", "--weights", weights.toString(), "--data", data.toString());
        assertThat(lines.get(1)).startsWith("train:  99.80 %").contains("3992 of 4000");
        assertThat(lines.get(2)).startsWith("test:   94.00 %").contains("94 of 100");
    }
}
