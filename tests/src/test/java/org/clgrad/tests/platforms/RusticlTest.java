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
     * LLVM 15 in Rusticl takes many minutes to make coroutines of this kernel's barriers, for each element type and choice of
     * tunables; the report says that it did not run.
     */
    private static final String TOO_LONG_TO_COMPILE = "attention_backward";

    @TempDir
    Path folder;

    @Test
    void everyVariantAgreesWithTheReference() throws IOException, InterruptedException {
        String operations = RoutineCatalog.spaces().stream()
                .map(SampleSpace::operation)
                .filter(operation -> !operation.equals(TOO_LONG_TO_COMPILE))
                .collect(Collectors.joining(","));
        TestRun.current().notRun(TOO_LONG_TO_COMPILE + " on Rusticl: it takes too long to compile there");
        SweepProcess.Outcome outcome = SweepProcess.on(folder, DRIVER, "rusticl")
                .with("RUSTICL_ENABLE", "llvmpipe")
                .sweep(RUNS, operations);
        assertThat(outcome.status()).as(outcome.output()).isZero();
        assertThat(outcome.output()).as("every variant ran").doesNotContain("=0");
    }
}
