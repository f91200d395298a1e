package org.clgrad.tests.oclgrind;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs {@link KernelSweep} in a process whose only OpenCL device is Oclgrind's. */
final class Oclgrind {
    /** Names the driver where it is not where Debian has it. */
    private static final String VARIABLE = "CLGRAD_OCLGRIND";

    private static final String DEBIANS = "/usr/lib/oclgrind/liboclgrind-rt-icd.so";
    private static final long LIMIT_SECONDS = 900;

    /** What it watches; each has what its environment must hold. */
    enum Watch {
        /** Accesses outside of a buffer, which it always sees, and those of two work-items to one place. */
        RACES(Map.of("OCLGRIND_DATA_RACES", "1")),
        /** Reads of what was not written; it does not know an instruction that optimised code has. */
        UNINITIALISED(Map.of("OCLGRIND_UNINITIALIZED", "1", "OCLGRIND_BUILD_OPTIONS", "-cl-opt-disable"));

        private final Map<String, String> environment;

        Watch(Map<String, String> environment) {
            this.environment = environment;
        }
    }

    /**
     * How a sweep ended.
     *
     * @param output what the program printed
     * @param report what Oclgrind said
     */
    record Outcome(int status, String output, List<String> report) {}

    private final Path driver;
    private final Path folder;

    private Oclgrind(Path driver, Path folder) {
        this.driver = driver;
        this.folder = folder;
    }

    /**
     * Oclgrind, if it is installed.
     *
     * @param folder for the files of a run
     */
    static Optional<Oclgrind> installed(Path folder) {
        return Stream.of(System.getenv().getOrDefault(VARIABLE, DEBIANS))
                .map(Path::of)
                .filter(Files::exists)
                .map(driver -> new Oclgrind(driver, folder))
                .findFirst();
    }

    /**
     * Runs the program.
     *
     * @param kernels a folder of kernels to take in place of those that ship; may be empty
     */
    Outcome sweep(Watch watch, Path kernels, int runs, String operations, String left)
            throws IOException, InterruptedException {
        Path vendors = Files.createDirectories(folder.resolve("vendors"));
        Files.writeString(vendors.resolve("oclgrind.icd"), driver.toString());
        Path report = folder.resolve("report");
        Path output = folder.resolve("output");
        Files.deleteIfExists(report);
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dclgrad.debug=true",
                        "--class-path",
                        System.getProperty("java.class.path"),
                        KernelSweep.class.getName(),
                        "oclgrind",
                        Integer.toString(runs),
                        operations,
                        left)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        Map<String, String> environment = new HashMap<>(watch.environment);
        environment.put("OCL_ICD_VENDORS", vendors.toString());
        environment.put("OCLGRIND_LOG", report.toString());
        environment.put("OCLGRIND_MAX_ERRORS", "20");
        // With more threads of its own version 21.10 has ended the process.
        environment.put("OCLGRIND_NUM_THREADS", "1");
        environment.put("CLGRAD_CACHE", folder.resolve("cache").toString());
        environment.put("CLGRAD_KERNELS", kernels.toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("Oclgrind did not end in " + LIMIT_SECONDS + " s: " + Files.readString(output));
        }
        List<String> said = Files.exists(report) ? Files.readAllLines(report) : List.of();
        return new Outcome(process.exitValue(), Files.readString(output), said);
    }
}
