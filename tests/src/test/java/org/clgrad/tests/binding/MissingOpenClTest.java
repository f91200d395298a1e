package org.clgrad.tests.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.clgrad.engine.cl.binding.ClBinding;
import org.clgrad.engine.cl.binding.LibraryPath;
import org.clgrad.engine.cl.binding.OpenClLoader;
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

    /** In a namespace where the loader's files are hidden under an empty one; so only where users may make namespaces. */
    @Test
    void withoutALoaderBothSayTheSameAndNothingIsPrinted() throws Exception {
        assumeTrue(isOnPath("unshare"), "needs Linux's unshare");
        String hide = OpenClLoader.NAMES.stream()
                .flatMap(name -> LibraryPath.candidates(name).stream())
                .map(file -> "mount --bind /dev/null '" + file + "' && ")
                .collect(Collectors.joining());
        List<String> hidden = new ArrayList<>(List.of("unshare", "-rm", "sh", "-c", hide + "exec \"$@\"", "sh"));
        List<String> tried = new ArrayList<>(hidden);
        tried.add("true");
        assumeTrue(new ProcessBuilder(tried).start().waitFor() == 0, "no namespaces for this user");
        Output output = probe(hidden, Map.of());
        String reason = "unavailable: there is no OpenCL loader: libOpenCL.so.1 is in none of LD_LIBRARY_PATH, /etc/";
        assertThat(output.out())
                .satisfiesExactly(line -> assertThat(line).startsWith("lwjgl " + reason), line -> assertThat(line)
                        .startsWith("jocl " + reason));
        assertThat(output.err()).isEmpty();
    }

    @Test
    void aFileThatIsNoLibraryHidesNoSoundOneBehindIt() throws Exception {
        Path libraries = Files.createDirectory(folder.resolve("libraries"));
        Files.writeString(libraries.resolve("libOpenCL.so.1"), "no library");
        Output output = probe(Map.of("LD_LIBRARY_PATH", libraries.toString()));
        assertThat(output.out()).hasSize(2).allMatch(line -> line.matches("(lwjgl|jocl) [1-9][0-9]* platforms"));
        assertThat(output.err()).isEmpty();
    }

    private static boolean isOnPath(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
    }

    private record Output(List<String> out, List<String> err) {}

    private Output probe(Map<String, String> environment, String... options) throws IOException, InterruptedException {
        return probe(List.of(), environment, options);
    }

    private Output probe(List<String> before, Map<String, String> environment, String... options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(before);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (Runtime.version().feature() >= 24) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Probe.class.getName()));
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(command);
        // The tests' own JVM has libjsig, which warns of shells that ignore signals; nothing here runs on a device.
        builder.environment().remove("LD_PRELOAD");
        builder.environment().putAll(environment);
        Process process =
                builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        assertThat(process.waitFor()).as("exit code").isZero();
        return new Output(Files.readAllLines(out), Files.readAllLines(err));
    }
}
