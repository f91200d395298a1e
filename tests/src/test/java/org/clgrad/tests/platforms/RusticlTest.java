package org.clgrad.tests.platforms;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.clgrad.engine.check.RoutineCatalog;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.tests.kit.TestRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RusticlTest {
    /** Where Debian has the driver; the environment variable names another place. */
    private static final Path DRIVER =
            Path.of(System.getenv().getOrDefault("CLGRAD_RUSTICL", "/usr/lib/x86_64-linux-gnu/libRusticlOpenCL.so.1"));

    private static final int RUNS = TestRun.ALL_PLATFORMS ? 40 : 6;

    /**
     * Its register tiles take Rusticl's compiler half a minute for each element type and choice of tunables. By name, since
     * nothing that a routine or a kernel says of itself tells how long one compiler takes: it is a measurement of this one, and only
     * how often is drawn hangs on it.
     */
    private static final String SLOW_TO_COMPILE = "attention_backward";

    private static final int RUNS_OF_SLOW = TestRun.ALL_PLATFORMS ? 6 : 1;

    @TempDir
    Path folder;

    @Test
    void everyVariantAgreesWithTheReference() throws IOException, InterruptedException {
        sweep(
                RUNS,
                RoutineCatalog.spaces().stream()
                        .map(SampleSpace::operation)
                        .filter(operation -> !operation.equals(SLOW_TO_COMPILE))
                        .collect(Collectors.joining(",")));
        sweep(RUNS_OF_SLOW, SLOW_TO_COMPILE);
    }

    private void sweep(int runs, String operations) throws IOException, InterruptedException {
        SweepProcess.Outcome outcome = SweepProcess.on(folder, DRIVER, "rusticl")
                .with("RUSTICL_ENABLE", "llvmpipe")
                .sweep(runs, operations);
        assertThat(outcome.status()).as(outcome.output()).isZero();
        assertThat(outcome.output()).as("every variant ran").doesNotContain("=0");
    }
}
