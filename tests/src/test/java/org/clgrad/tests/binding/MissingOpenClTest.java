package org.clgrad.tests.binding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.clgrad.engine.cl.binding.ClBinding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the bindings say on a machine without OpenCL, tried in a JVM of its own, since a library is loaded only once. */
class MissingOpenClTest {

    /** Prints a line for each binding: its name, and the number of platforms or why there are none. */
    static final class Probe {
        private Probe() {}

        public static void main(String[] args) {
            for (ClBinding binding : ClBinding.installed()) {
                String found = binding.unavailableReason()
                        .map(reason -> "unavailable: " + reason)
                        .orElseGet(() -> binding.platforms().size() + " platforms");
                System.out.println(binding.name() + " " + found);
            }
        }
    }

    @TempDir
    Path folder;

    @Test
    void noPlatformIsAnEmptyListAndNothingIsPrinted() throws Exception {
        Path empty = Files.createDirectory(folder.resolve("vendors"));
        Output output = probe(Map.of("OCL_ICD_VENDORS", empty.toString()));
        assertThat(output.out()).containsExactly("lwjgl 0 platforms", "jocl 0 platforms");
        assertThat(output.err()).isEmpty();
    }

    @Test
    void aMissingLibraryIsAReasonAndNothingIsPrinted() throws Exception {
        Output output = probe(Map.of(), "-Dorg.lwjgl.opencl.libname=nowhere");
        assertThat(output.out().get(0)).startsWith("lwjgl unavailable: ").contains("nowhere");
        assertThat(output.err()).isEmpty();
    }

    private record Output(List<String> out, List<String> err) {}

    private Output probe(Map<String, String> environment, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (Runtime.version().feature() >= 24) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Probe.class.getName()));
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        Process process =
                builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        assertThat(process.waitFor()).as("exit code").isZero();
        return new Output(Files.readAllLines(out), Files.readAllLines(err));
    }
}
