package org.clgrad.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.clgrad.tests.tuning.RowsKernel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code clgrad bench} lists, prints and writes, and that it refuses what is wrong. */
class BenchTest {
    private static final List<String> CASES = List.of(
            "gemm/256",
            "gemm/512",
            "gemm/1024",
            "gemm/2048",
            "gemm/64x1024x784",
            "gemm/128x4096x1024",
            "gemm/4096x64x576",
            "gemm/1024nt",
            "gemm/1024tn",
            "ew/axpb16M",
            "ew/relu_add16M",
            "ew/sum16M",
            "ew/softmax4096x1000",
            "ew/layernorm8192x768",
            "conv/7x7s2_3-64_224/fwd",
            "conv/7x7s2_3-64_224/bwd",
            "conv/3x3_64-64_56/fwd",
            "conv/3x3_64-64_56/bwd",
            "conv/3x3_128-128_28/fwd",
            "conv/3x3_128-128_28/bwd",
            "conv/3x3_256-256_14/fwd",
            "conv/3x3_256-256_14/bwd",
            "conv/3x3_512-512_7/fwd",
            "conv/3x3_512-512_7/bwd",
            "conv/1x1_64-256_56/fwd",
            "conv/1x1_64-256_56/bwd",
            "conv/dw3x3_144_56/fwd",
            "conv/dw3x3_144_56/bwd",
            "pool/max3x3s2_64x112/fwd",
            "pool/max3x3s2_64x112/bwd",
            "lstm/fwd",
            "lstm/fwdbwd",
            "train/mnist_cnn",
            "train/lenet5",
            "train/mlp",
            "train/char_lstm",
            "train/transformer",
            "train/resnet18_cifar",
            "train/resnet50_224_b8",
            "infer/mnist_cnn_b1",
            "infer/resnet18_cifar_b1",
            "infer/resnet18_224_b1",
            "infer/resnet50_224_b1",
            "dispatch/add4",
            "cold/mnist_cnn_first_step");

    @TempDir
    Path folder;

    private Command bench(String... options) {
        return Command.java(
                folder, Stream.concat(Stream.of("bench"), Stream.of(options)).toArray(String[]::new));
    }

    private static Set<String> metrics(List<JsonObject> lines, String measured) {
        return lines.stream()
                .filter(line -> line.get("case").getAsString().equals(measured))
                .map(line -> line.get("metric").getAsString())
                .collect(Collectors.toSet());
    }

    @Test
    void everyCaseIsListed() {
        Command.Outcome outcome = bench("--list").run();
        assertThat(outcome.status()).isZero();
        assertThat(outcome.out()).containsExactlyElementsOf(CASES);
    }

    @Test
    void linesForProgramsAreAllThereIsOnStandardOutput() {
        String some = "^(gemm/256|ew/softmax.*|infer/mnist.*|dispatch/.*|train/mlp)$";
        Command.Outcome outcome =
                bench("--filter", some, "--rounds", "1", "--json", "-").run();
        assertThat(outcome.status()).as("%s", outcome.err()).isZero();
        List<JsonObject> lines = outcome.out().stream()
                .map(line -> JsonParser.parseString(line).getAsJsonObject())
                .toList();
        assertThat(lines).allSatisfy(line -> {
            assertThat(line.keySet()).containsExactly("peer", "case", "metric", "value");
            assertThat(line.get("peer").getAsString()).isEqualTo("clgrad");
            assertThat(line.get("value").getAsDouble()).isPositive().isFinite();
        });
        assertThat(metrics(lines, "gemm/256")).containsExactlyInAnyOrder("gflops", "gflops_best", "device_us", "share");
        assertThat(metrics(lines, "ew/softmax4096x1000")).contains("gbps", "gbps_best");
        assertThat(metrics(lines, "train/mlp")).containsExactlyInAnyOrder("samples_s", "samples_s_best", "device_us");
        assertThat(metrics(lines, "infer/mnist_cnn_b1")).contains("ms", "ms_min");
        assertThat(metrics(lines, "dispatch/add4")).contains("us", "us_min");
        assertThat(outcome.err()).anyMatch(line -> line.startsWith("gemm/256 ") && line.contains("GFLOP/s"));
    }

    @Test
    void theTableIsPrintedAndTheRestIsInFiles() throws IOException {
        Command.Outcome outcome = bench(
                        "--filter=dispatch",
                        "--rounds=1",
                        "--json=lines.json",
                        "--roofline=roofline.svg",
                        "--limit=memory=256m")
                .run();
        assertThat(outcome.status()).as("%s", outcome.err()).isZero();
        assertThat(outcome.out()).anyMatch(line -> line.startsWith("dispatch/add4 "));
        assertThat(outcome.out()).anyMatch(line -> line.startsWith("ceilings: "));
        assertThat(Files.readAllLines(folder.resolve("lines.json"))).hasSize(3);
        assertThat(Files.readString(folder.resolve("roofline.svg")))
                .startsWith("<svg ")
                .contains(">dispatch/add4<")
                .endsWith("</svg>\n");
    }

    @Test
    void whatDoesNotFitIsSaidAndIsNoFailure() {
        Command.Outcome outcome = bench("--filter=gemm/2048", "--rounds=1", "--limit=memory=64m,allocation=8m")
                .run();
        assertThat(outcome.status()).as("%s", outcome.err()).isZero();
        assertThat(outcome.out()).anyMatch(line -> line.startsWith("gemm/2048  not run: does not fit: "));
    }

    @Test
    void whatIsWrongIsNotTimed() throws IOException {
        // On CPUs, softmax over rows comes from the kernel of this name.
        String right = "acc sum = sum_lanes8(lanes);";
        String text = RowsKernel.text();
        assertThat(text).containsOnlyOnce(right);
        Path kernels = Files.createDirectory(folder.resolve("kernels"));
        Files.writeString(kernels.resolve("softmax_rows.cl"), text.replace(right, "acc sum = lanes.s0;"));
        Command.Outcome outcome = bench("--filter=softmax|dispatch", "--rounds=1", "--json=-", "--device=cpu")
                .with("CLGRAD_KERNELS", kernels.toString())
                .run();
        assertThat(outcome.status()).as("%s", outcome.err()).isEqualTo(1);
        assertThat(outcome.err())
                .anyMatch(line -> line.startsWith("ew/softmax4096x1000  FAILED: ")
                        && line.contains("at a small shape against the host: element "));
        assertThat(outcome.out())
                .noneMatch(line -> line.contains("softmax"))
                .anyMatch(line -> line.contains("dispatch/add4"));
    }

    @Test
    void theHostHasNoCeilings() {
        Command.Outcome outcome =
                bench("--filter=dispatch", "--rounds=1", "--device=host").run();
        assertThat(outcome.status()).as("%s", outcome.err()).isZero();
        assertThat(outcome.out())
                .noneMatch(line -> line.startsWith("ceilings: "))
                .anyMatch(line -> line.startsWith("dispatch/add4 "));
    }
}
