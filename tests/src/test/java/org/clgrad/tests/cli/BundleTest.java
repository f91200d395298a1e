package org.clgrad.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bundle is made as a user makes it, unpacked into an empty folder, and run without an environment. */
class BundleTest {
    private static final long MOST_BYTES = 40_000_000;

    @TempDir
    Path folder;

    @Test
    void itRunsWithoutJavaOnThePath() throws IOException {
        Command.Outcome made =
                Command.wrapper(folder, "bundle", "--out", "packed.tar.gz").run();
        assertThat(made.status()).as("%s", made.err()).isZero();
        assertThat(Files.size(folder.resolve("packed.tar.gz"))).isLessThanOrEqualTo(MOST_BYTES);
        try (var left = Files.list(folder)) {
            assertThat(left)
                    .as("nothing half-made")
                    .noneMatch(file -> file.getFileName().toString().startsWith(".bundle"));
        }
        assertThat(run("tar", "-xzf", "packed.tar.gz").status()).isZero();
        SmallDigits.write(folder.resolve("data"));

        assertThat(bundled("devices").out()).anyMatch(line -> line.contains("lwjgl, jocl"));
        assertThat(bundled("doctor", "--operations", "increment").status()).isZero();
        Command.Outcome trained = bundled("train", "mnist-cnn", "--data", "data", "--max-steps", "2");
        assertThat(trained.status()).as("%s", trained.err()).isZero();
        assertThat(folder.resolve("runs/mnist-cnn/model.safetensors")).exists();
    }

    @Test
    void aJdkThatIsNoneIsRefused() {
        Command.Outcome outcome =
                Command.wrapper(folder, "bundle", "--jdk", folder.toString()).run();
        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.err()).singleElement().asString().contains("is no JDK for x86-64 Linux");
    }

    private Command.Outcome bundled(String... arguments) {
        String[] words = new String[arguments.length + 3];
        words[0] = "env";
        words[1] = "-i";
        words[2] = "./clgrad-linux-x86_64/clgrad";
        System.arraycopy(arguments, 0, words, 3, arguments.length);
        return run(words);
    }

    private Command.Outcome run(String... words) {
        return Command.program(folder, words).run();
    }
}
