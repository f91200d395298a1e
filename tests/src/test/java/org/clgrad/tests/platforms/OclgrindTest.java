package org.clgrad.tests.platforms;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.clgrad.kernels.KernelCatalog;
import org.clgrad.tests.kit.TestRun;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OclgrindTest {
    /** Where Debian has the driver; the environment variable names another place. */
    private static final Path DRIVER =
            Path.of(System.getenv().getOrDefault("CLGRAD_OCLGRIND", "/usr/lib/oclgrind/liboclgrind-rt-icd.so"));

    /** How often each variant runs: seldom in the plain suite, whose time is short. */
    private static final int RUNS = TestRun.ALL_PLATFORMS ? 12 : 3;

    /** Enough to meet a case in which a fault shows; many of the smallest are empty, or have nothing to share. */
    private static final int RUNS_OF_A_FAULT = 25;

    /** What it watches. */
    enum Watch {
        /** Accesses outside of a buffer, which it always sees, and those of two work-items to one place. */
        RACES,
        /** Reads of what was not written; it does not know an instruction that optimised code has. */
        UNINITIALISED;

        Map<String, String> environment() {
            return switch (this) {
                case RACES -> Map.of("OCLGRIND_DATA_RACES", "1");
                case UNINITIALISED ->
                    Map.of("OCLGRIND_UNINITIALIZED", "1", "OCLGRIND_BUILD_OPTIONS", "-cl-opt-disable");
            };
        }
    }

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void hasNothingToSayOfAnyKernel(Watch watch) throws IOException, InterruptedException {
        SweepProcess.Outcome outcome = oclgrind(watch).sweep(RUNS, "all");
        assertThat(SweepProcess.lines(report())).isEmpty();
        assertThat(outcome.status()).as(outcome.output()).isZero();
        assertThat(outcome.output()).as("every variant ran").doesNotContain("=0");
    }

    /** Faults that results need not show: on PoCL the first two give the right ones. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RACES | matmul | matmul_tiled | barrier(CLK_LOCAL_MEM_FENCE); | ; | race",
                "RACES | reduce | reduce_tree | barrier(CLK_LOCAL_MEM_FENCE); | ; | race",
                "RACES | copy | copy_strided | i < end; i++ | i < end + 4096; i++ | Invalid",
                "UNINITIALISED | softmax | softmax_rows | a = (acc8)(0); | a; | ninitialized",
            })
    void seesAFault(Watch watch, String operation, String kernel, String right, String wrong, String said)
            throws IOException, InterruptedException {
        String text = KernelCatalog.builtin().source(kernel).original();
        assertThat(text).contains(right);
        Path kernels = Files.createDirectories(folder.resolve("kernels"));
        Files.writeString(kernels.resolve(kernel + ".cl"), text.replace(right, wrong));
        SweepProcess.Outcome outcome =
                oclgrind(watch).with("CLGRAD_KERNELS", kernels.toString()).sweep(RUNS_OF_A_FAULT, operation);
        assertThat(SweepProcess.lines(report())).as(outcome.output()).anyMatch(line -> line.contains(said));
    }

    private SweepProcess oclgrind(Watch watch) throws IOException {
        return SweepProcess.on(folder, DRIVER, "oclgrind")
                .with(watch.environment())
                .with("OCLGRIND_LOG", report().toString())
                .with("OCLGRIND_MAX_ERRORS", "20")
                // With more threads of its own version 21.10 has ended the process.
                .with("OCLGRIND_NUM_THREADS", "1");
    }

    private Path report() {
        return folder.resolve("report");
    }
}
