package org.clgrad.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the shell adds: builds, installs OpenCL, tells terminals. Tools that would change the machine are replaced by
 * scripts that write down how they were called.
 */
class WrapperTest {
    @TempDir
    Path folder;

    @BeforeEach
    void writeData() throws IOException {
        SmallDigits.write(folder.resolve("data"));
    }

    @Test
    void theVersionNamesTheProgram() {
        Command.Outcome outcome = Command.wrapper(folder, "--version").run();
        assertThat(outcome.status()).isZero();
        assertThat(outcome.out()).singleElement().asString().matches("clgrad \\S+, Java \\S+");
    }

    @Test
    void itMayBeCalledThroughALink() throws IOException {
        String call =
                "ln -s '" + Command.wrapper() + "' linked && ./linked --version; status=$?; rm linked; exit $status";
        assertThat(Command.program(folder, "sh", "-c", call).run().status()).isZero();
    }

    @Test
    void twoBuildsAtOnceWaitForEachOther() throws IOException {
        Path checkout = Files.createDirectories(folder.resolve("checkout"));
        Files.copy(Command.wrapper(), checkout.resolve("clgrad"), StandardCopyOption.COPY_ATTRIBUTES);
        for (String file : List.of("pom.xml", "examples/pom.xml", "examples/src/main/Main.java")) {
            Files.createDirectories(checkout.resolve(file).getParent());
            Files.writeString(checkout.resolve(file), "");
        }
        // This one notes when it begins and ends, and leaves what a build leaves.
        String target = "'" + checkout.resolve("examples/target") + "'";
        replace(
                "mvn",
                "sleep 1; mkdir -p " + target + "; echo > " + target + "/classpath; echo end >> '"
                        + folder.resolve("calls") + "'");
        String both = "./checkout/clgrad --version & ./checkout/clgrad --version; wait";
        Command.program(folder, "sh", "-c", both)
                .with("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"))
                .run();
        assertThat(calls()).as("built once").hasSize(2).last().isEqualTo("end");
    }

    /** The VM says where each class comes from; its own archive has none of these, but the one that a rehearsal left. */
    @ParameterizedTest
    @ValueSource(strings = {"org.clgrad.nn.training.Trainer", "picocli.CommandLine"})
    void classesComeFromTheArchive(String type) throws IOException {
        Path log = folder.resolve("classes.log");
        Command.Outcome outcome = Command.wrapper(
                        folder, "--no-install", "train", "mnist-cnn", "--data", "data", "--max-steps", "1")
                .with("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + log)
                .run();
        assertThat(outcome.status()).as("%s", outcome.err()).isZero();
        assertThat(Files.readAllLines(log))
                .filteredOn(line -> line.contains(" " + type + " "))
                .singleElement()
                .asString()
                .endsWith("shared objects file");
    }

    @Test
    void helpAndListNameWhatThereIs() {
        assertThat(Command.wrapper(folder, "--help").run().out())
                .anyMatch(line -> line.contains("train"))
                .anyMatch(line -> line.contains("test"))
                .anyMatch(line -> line.contains("format"));
        assertThat(Command.wrapper(folder, "train", "--list").run().out())
                .anyMatch(line -> line.startsWith("mnist-cnn"));
    }

    @Test
    void onATerminalABarGrows() {
        Command.Outcome outcome = Command.wrapper(
                        folder, "--no-install", "train", "mnist-cnn", "--data", "data", "--epochs", "3")
                .onTerminal()
                .run();
        assertThat(outcome.status()).as("%s", outcome.out()).isZero();
        assertThat(String.join("\n", outcome.out()))
                .contains("\033[Kepoch 1/3 [")
                .contains(" left")
                .contains("weights:       runs/mnist-cnn/model.safetensors");
    }

    @Test
    void whereThereIsNoOpenClItIsInstalledOnceAndThenDoneWithout() throws IOException {
        replace("apt-get");
        replace("sudo");
        Command.Outcome outcome = wrapperWithReplacements("train", "mnist-cnn", "--data=data", "--max-steps=1")
                .run();
        assertThat(outcome.status()).as("%s", outcome.err()).isZero();
        assertThat(calls()).singleElement().asString().contains("install").contains("pocl-opencl-icd");
        assertThat(outcome.err())
                .filteredOn(line -> line.startsWith("clgrad: "))
                .satisfiesExactly(
                        line -> assertThat(line).contains("no OpenCL device found; installing ocl-icd-libopencl1"),
                        line -> assertThat(line).contains("OCL_ICD_VENDORS"),
                        line -> assertThat(line).contains("training on the host"));
        assertThat(folder.resolve("runs/mnist-cnn/model.safetensors")).exists();
    }

    @Test
    void noInstallForbidsIt() throws IOException {
        replace("apt-get");
        replace("sudo");
        assertThat(wrapperWithReplacements("train", "--no-install", "mnist-cnn", "--data=data", "--max-steps=1")
                        .run()
                        .status())
                .isZero();
        assertThat(wrapperWithReplacements("test", "--no-install").run().status())
                .isNotZero();
        assertThat(calls()).isEmpty();
    }

    @Test
    void testFailsWithoutOpenCl() throws IOException {
        replace("apt-get");
        replace("sudo");
        Command.Outcome outcome = wrapperWithReplacements("test").run();
        assertThat(outcome.status()).isNotZero();
        assertThat(outcome.err()).last().asString().startsWith("clgrad: no OpenCL device; the tests");
        assertThat(calls()).as("Maven is not among them").hasSize(1);
    }

    @Test
    void testPassesItsArgumentsToMaven() throws IOException {
        Command.wrapper(folder, "--version").run(); // builds, if something has changed
        replace("mvn");
        Command.Outcome outcome = Command.wrapper(folder, "--no-install", "test", "-Dtest=Some Test", "-pl", "tests")
                .with("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"))
                .run();
        assertThat(outcome.status()).as("%s", outcome.err()).isZero();
        assertThat(calls()).singleElement().asString().endsWith("verify -Dtest=Some Test -pl tests");
    }

    @ParameterizedTest
    @CsvSource({"'', 1", "0, 0"})
    void poclHasACoreForEachThreadUnlessItIsToldOtherwise(String said, String expected) throws IOException {
        Command.wrapper(folder, "--version").run(); // builds, if something has changed
        replace("mvn", "echo \"$POCL_AFFINITY\" >> '" + folder.resolve("calls") + "'");
        Command.wrapper(folder, "--no-install", "test")
                .with("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"))
                .with("POCL_AFFINITY", said)
                .run();
        assertThat(calls()).last().isEqualTo(expected);
    }

    /** All of them, which are the fourth tier, where Java itself computes much. */
    @ParameterizedTest
    @CsvSource({
        "train, 1",
        "predict --device 0, 1",
        "train --device=HOST, 4",
        "--device host eval, 4",
        "bench, 4",
        "--device 1 bench, 4",
        "--quiet doctor, 4"
    })
    void javaThatOnlyLaunchesKernelsIsCompiledQuickly(String words, int tier) throws IOException {
        Command.wrapper(folder, "--version").run(); // builds, if something has changed
        replace("java");
        Command.wrapper(folder, words.split(" ", -1))
                .with("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"))
                .with("JAVA_HOME", "")
                .with("CLGRAD_DEVICE", "")
                .run();
        assertThat(calls()).last().asString().contains(" -XX:TieredStopAtLevel=" + tier + " ");
    }

    /** Puts a program of that name first on the path: it notes its call and succeeds. */
    private void replace(String program) throws IOException {
        replace(program, "");
    }

    private void replace(String program, String then) throws IOException {
        Path script = Files.createDirectories(folder.resolve("bin")).resolve(program);
        Files.writeString(script, "#!/bin/sh\necho \"$0 $*\" >> '" + folder.resolve("calls") + "'\n" + then + "\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
    }

    private List<String> calls() throws IOException {
        Path calls = folder.resolve("calls");
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }

    private Command wrapperWithReplacements(String... arguments) {
        return Command.wrapper(folder, arguments)
                .withoutOpenCl()
                .with("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
    }
}
