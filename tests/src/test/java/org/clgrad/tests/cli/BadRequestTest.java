package org.clgrad.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What cannot be done as asked is said in one line, with exit status 2 and before any training. */
class BadRequestTest {
    @TempDir
    static Path folder;

    static Stream<Arguments> requests() throws IOException {
        Path damaged = SmallDigits.write(folder.resolve("damaged"));
        Files.writeString(damaged.resolve("t10k-labels-idx1-ubyte.gz"), "not compressed");
        Path incomplete = SmallDigits.write(folder.resolve("incomplete"));
        Files.delete(incomplete.resolve("train-labels-idx1-ubyte.gz"));
        Path small = SmallDigits.write(folder.resolve("small"));
        Path file = Files.writeString(folder.resolve("file"), "");
        return Stream.of(
                request("expected a command"),
                request("'dance'", "dance"),
                request("expected a model: mnist-cnn, resnet20", "train"),
                request("no model 'resnet'; there is: mnist-cnn", "train", "resnet"),
                request("no model 'resnet'; there is: mnist-cnn", "eval", "resnet"),
                request("'MODEL'", "predict"),
                request("CIFAR-10 is not here", "train", "resnet20"),
                request("runs/mnist-cnn/model.safetensors: cannot be read: no such file", "eval", "mnist-cnn"),
                request(
                        "file: expected a header length",
                        "train",
                        "mnist-cnn",
                        "--weights",
                        "file",
                        "--data",
                        small.toString()),
                request("expected pictures, or --sample N", "predict", "mnist-cnn"),
                request("file: expected a picture, PNG or JPEG", "predict", "mnist-cnn", "file"),
                request("nothing.png: no such file", "predict", "mnist-cnn", "nothing.png"),
                request("--sample: expected 0 or more, got -1", "predict", "mnist-cnn", "--sample", "-1"),
                request("--top: expected a whole number", "predict", "mnist-cnn", "--sample", "1", "--top", "0"),
                request("checkpoint.safetensors: cannot be read: no such file", "train", "mnist-cnn", "--resume"),
                request("--seed: with --resume it is what it was", "train", "mnist-cnn", "--resume", "--seed", "2"),
                request("unknown option '--sead'; perhaps --seed", "train", "mnist-cnn", "--sead", "3"),
                request("unknown option '--sead'; perhaps --seed", "--sead", "3", "train", "mnist-cnn"),
                request("--seed", "train", "mnist-cnn", "--seed", "three"),
                request("--seed", "train", "mnist-cnn", "--seed"),
                request("--epochs: expected a whole number of 1 or more, got 0", "train", "mnist-cnn", "--epochs", "0"),
                request("--batch: expected a whole number of 1 or more", "--batch=-64", "train", "mnist-cnn"),
                request("--max-steps", "train", "--max-steps", "1.5", "mnist-cnn"),
                request("--lr: expected a number greater than 0, got NaN", "train", "mnist-cnn", "--lr", "NaN"),
                request("no binding 'cuda'; there is: lwjgl, jocl", "train", "mnist-cnn", "--binding", "cuda"),
                request("no device '99'; there is: 0 ", "train", "mnist-cnn", "--device", "99", "--no-install"),
                request("no device 'accelerator'; there is: 0 ", "train", "mnist-cnn", "--device", "accelerator"),
                request("--device: expected a device's number, type or name", "train", "mnist-cnn", "--device", " "),
                request(
                        "--limit: no limit 'local'; there is: localMemory",
                        "train",
                        "mnist-cnn",
                        "--limit",
                        "local=1k"),
                request("--limit: workGroup: expected a whole number", "train", "mnist-cnn", "--limit", "workGroup=0"),
                request("no device 'abacus'; there is: ", "train", "mnist-cnn", "--device", "abacus", "--no-install"),
                request("--filter: no case has 'gemm/7' in its name", "bench", "--filter", "gemm/7"),
                request("--filter: no regular expression '('", "bench", "--filter", "("),
                request("--rounds: expected a whole number of 1 or more, got 0", "bench", "--rounds", "0"),
                request("--against: nothing to compare with is called \"cudnn\"", "bench", "--against", "cudnn"),
                request("--against: there is no ", "bench", "--against", "libtorch"),
                request("--roofline: expected an OpenCL device", "bench", "--roofline=r.svg", "--device=host"),
                request("nowhere/r.svg: cannot be written", "bench", "--filter=add4", "--roofline=nowhere/r.svg"),
                request("nowhere/r.json: cannot be written", "bench", "--filter=dispatch", "--json=nowhere/r.json"),
                request("nowhere: no such folder", "train", "mnist-cnn", "--data", "nowhere"),
                request("missing train-labels-idx1-ubyte", "train", "mnist-cnn", "--data", incomplete.toString()),
                request("t10k-labels-idx1-ubyte.gz: ", "train", "mnist-cnn", "--data", damaged.toString()),
                request("expected a folder for the results, found a file", "train", "mnist-cnn", "--out", "file"),
                request("file/runs: ", "train", "mnist-cnn", "--out", file + "/runs"),
                request("/proc/runs: ", "train", "mnist-cnn", "--out", "/proc/runs"));
    }

    private static Arguments request(String complaint, String... arguments) {
        return Arguments.of(String.join(" ", arguments), arguments, complaint);
    }

    @ParameterizedTest(name = "clgrad {0}")
    @MethodSource("requests")
    void isRefusedInOneLine(String line, String[] arguments, String complaint) {
        Command.Outcome outcome = Command.java(folder, arguments).run();
        assertThat(outcome.status()).isEqualTo(2);
        // On a slow machine the progress of what is done beside it may be told before.
        assertThat(outcome.err().stream().filter(text -> !text.startsWith("INFO") && !text.startsWith("drawing ")))
                .as("standard error of %s", line)
                .singleElement()
                .asString()
                .startsWith("clgrad: ")
                .contains(complaint);
    }

    /** Root may write anywhere, unless that privilege is given up. */
    @Test
    void aFolderThatMayOnlyBeReadTakesNoResults() throws Exception {
        Path locked = Files.createDirectory(folder.resolve("locked"));
        Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("r-xr-xr-x"));
        List<String> words = new ArrayList<>();
        if (Files.isWritable(locked)) {
            assumeTrue(new ProcessBuilder(asOthers("true")).start().waitFor() == 0, "setpriv gives up no privileges");
            words.addAll(asOthers());
        }
        words.addAll(Command.java(folder, "train", "mnist-cnn", "--device=host", "--out", "locked/runs")
                .words());
        Command.Outcome outcome =
                Command.program(folder, words.toArray(String[]::new)).run();
        assertThat(outcome.err())
                .singleElement()
                .isEqualTo("clgrad: locked/runs: no folder for results: permission denied");
        assertThat(outcome.status()).isEqualTo(2);
        assertThat(locked).isEmptyDirectory();
    }

    /** Runs a command without root's privilege to pass over permissions. */
    private static List<String> asOthers(String... command) {
        List<String> words = new ArrayList<>(List.of("setpriv", "--bounding-set=-dac_override"));
        words.addAll(List.of(command));
        return words;
    }

    @Test
    void debugShowsWhereItWentWrong() {
        Command.Outcome outcome = Command.java(folder, "train", "mnist-cnn", "--data", "nowhere", "--debug")
                .run();
        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.err())
                .anyMatch(line -> line.startsWith("clgrad: nowhere"))
                .anyMatch(line -> line.startsWith("\tat "));
    }
}
