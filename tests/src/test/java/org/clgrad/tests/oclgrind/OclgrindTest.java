package org.clgrad.tests.oclgrind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.clgrad.kernels.KernelCatalog;
import org.clgrad.tests.kit.TestRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OclgrindTest {
    /** How often each variant runs: seldom in the plain suite, whose time is short. */
    private static final int RUNS = TestRun.ALL_PLATFORMS ? 12 : 3;

    /** Enough to meet a case in which a fault shows; many of the smallest are empty, or have nothing to share. */
    private static final int RUNS_OF_A_FAULT = 25;

    /**
     * What version 21.10 cannot watch for reads of what was not written: it ends the process in the first, and takes the
     * zeros with which the second fills an array of vectors for something not written, even where there are no images.
     */
    private static final String UNWATCHED = "conv2d_pixels,conv2d_weight_gradient_dots";

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void hasNothingToSayOfAnyKernel(Oclgrind.Watch watch) throws IOException, InterruptedException {
        String left = watch == Oclgrind.Watch.UNINITIALISED ? UNWATCHED : "none";
        Oclgrind.Outcome outcome = oclgrind().sweep(watch, folder, RUNS, "all", left);
        assertThat(outcome.report()).isEmpty();
        assertThat(outcome.status()).as(outcome.output()).isZero();
        assertThat(outcome.output()).doesNotContain("=0");
    }

    /** Faults that results need not show: on PoCL the first two give the right ones. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RACES | matmul | matmul_tiled | barrier(CLK_LOCAL_MEM_FENCE); | ; | race",
                "RACES | reduce | reduce_tree | barrier(CLK_LOCAL_MEM_FENCE); | ; | race",
                "RACES | copy | copy_strided | i < end; i++ | i < end + 4096; i++ | Invalid",
                "UNINITIALISED | softmax | softmax_rows | lanes = (acc8)(0); | lanes; | ninitialized",
            })
    void seesAFault(Oclgrind.Watch watch, String operation, String kernel, String right, String wrong, String said)
            throws IOException, InterruptedException {
        String text = KernelCatalog.builtin().source(kernel).original();
        assertThat(text).contains(right);
        Path kernels = Files.createDirectories(folder.resolve("kernels"));
        Files.writeString(kernels.resolve(kernel + ".cl"), text.replace(right, wrong));
        Oclgrind.Outcome outcome = oclgrind().sweep(watch, kernels, RUNS_OF_A_FAULT, operation, "none");
        assertThat(outcome.report()).as(outcome.output()).anyMatch(line -> line.contains(said));
    }

    private Oclgrind oclgrind() {
        return Oclgrind.installed(folder).orElseGet(() -> {
            String missing = "Oclgrind is not installed (apt-get install oclgrind), so no kernel was watched";
            if (TestRun.ALL_PLATFORMS) {
                throw new AssertionError(missing);
            }
            TestRun.current().notRun(missing);
            return abort(missing);
        });
    }
}
