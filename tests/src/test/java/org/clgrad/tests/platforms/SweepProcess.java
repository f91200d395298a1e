package org.clgrad.tests.platforms;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.clgrad.tests.kit.TestRun;

/** A process that runs {@link KernelSweep} on the device of one OpenCL driver, the only one it is told of. */
final class SweepProcess {
    /** For one variant in the plain suite, and where all platforms are asked for. */
    private static final long SECONDS_OF_A_VARIANT = TestRun.ALL_PLATFORMS ? 120 : 15;

    /** Against a driver that hangs; a sweep takes minutes, and more of them on a machine that does other things too. */
    private static final long LIMIT_SECONDS = TestRun.ALL_PLATFORMS ? 3600 : 900;

    /**
     * How a sweep ended.
     *
     * @param output what the program printed
     */
    record Outcome(int status, String output) {}

    private final Path folder;
    private final String device;
    private final Map<String, String> environment = new HashMap<>();

    private SweepProcess(Path folder, String device) {
        this.folder = folder;
        this.device = device;
    }

    /**
     * A process that knows one driver.
     *
     * @param folder for its files
     * @param driver the library; where there is none, the test is skipped and the report says so, unless all platforms must
     *     be there
     * @param device part of the name of the driver's device or platform
     */
    static SweepProcess on(Path folder, Path driver, String device) throws IOException {
        if (!Files.exists(driver)) {
            String missing = device + ": not installed (there is no " + driver + ")";
            if (TestRun.ALL_PLATFORMS) {
                throw new AssertionError(missing);
            }
            TestRun.current().notRun(missing);
            return abort(missing);
        }
        Path vendors = Files.createDirectories(folder.resolve("vendors"));
        Files.writeString(vendors.resolve("only.icd"), driver.toString());
        return new SweepProcess(folder, device)
                .with("OCL_ICD_VENDORS", vendors.toString())
                .with("CLGRAD_CACHE", folder.resolve("cache").toString());
    }

    SweepProcess with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    SweepProcess with(Map<String, String> variables) {
        environment.putAll(variables);
        return this;
    }

    /**
     * Runs the program.
     *
     * @param runs of each variant
     * @param operations {@code all}, or their names
     */
    Outcome sweep(int runs, String operations) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dclgrad.debug=true",
                        "--class-path",
                        System.getProperty("java.class.path"),
                        KernelSweep.class.getName(),
                        device,
                        Integer.toString(runs),
                        Long.toString(SECONDS_OF_A_VARIANT),
                        operations)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(device + " did not end in " + LIMIT_SECONDS + " s: " + Files.readString(output));
        }
        return new Outcome(process.exitValue(), Files.readString(output));
    }

    /** The lines of a file that the process may have written. */
    static List<String> lines(Path file) throws IOException {
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }
}
