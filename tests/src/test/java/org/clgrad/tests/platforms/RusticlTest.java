package org.clgrad.tests.platforms;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.clgrad.tests.kit.TestRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RusticlTest {
    /** Where Debian has the driver; the environment variable names another place. */
    private static final Path DRIVER =
            Path.of(System.getenv().getOrDefault("CLGRAD_RUSTICL", "/usr/lib/x86_64-linux-gnu/libRusticlOpenCL.so.1"));

    /** Its compiler takes long: a few in the plain suite, whose time is short. */
    private static final int RUNS = TestRun.ALL_PLATFORMS ? 40 : 3;

    @TempDir
    Path folder;

    @Test
    void everyVariantAgreesWithTheReference() throws IOException, InterruptedException {
        SweepProcess.Outcome outcome = SweepProcess.on(folder, DRIVER, "rusticl")
                .with("RUSTICL_ENABLE", "llvmpipe")
                .sweep(RUNS, "all");
        assertThat(outcome.status()).as(outcome.output()).isZero();
        assertThat(outcome.output()).as("every variant ran").doesNotContain("=0");
    }
}
