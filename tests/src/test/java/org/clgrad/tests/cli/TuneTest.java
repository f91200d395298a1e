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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code clgrad tune} finds, survives, keeps and refuses. */
class TuneTest {
    @TempDir
    Path folder;

    private Command clgrad(String... arguments) {
        return Command.java(folder, arguments);
    }

    private List<JsonObject> rows(String file) throws IOException {
        return Files.readAllLines(folder.resolve(file)).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> JsonParser.parseString(line).getAsJsonObject())
                .toList();
    }

    @Test
    void whatHangsCrashesOrIsWrongCostsOneCandidate() throws IOException {
        String text = RowsKernel.text();
        String place = "    const long begin = get_global_id(0) * ROWS;\n";
        assertThat(text).containsOnlyOnce(place);
        String planted = "#if ROWS == 64\n    for (volatile int stay = 1; stay;) {}\n#endif\n"
                + "#if ROWS == 16\n    AT(y_out)[1L << 42] = 7;\n#endif\n"
                + "#if ROWS == 1\n    const long begin = get_global_id(0) * 2;\n#else\n"
                + place
                + "#endif\n";
        Path kernels = Files.createDirectories(folder.resolve("kernels"));
        Files.writeString(kernels.resolve("softmax_rows.cl"), text.replace(place, planted));
        Command.Outcome outcome = clgrad(
                        "tune",
                        "softmax",
                        "--shapes=64x50",
                        "--budget=200s",
                        "--time-limit=15",
                        "--tuning=rows.jsonl",
                        "--device=cpu",
                        "--quiet")
                .with("CLGRAD_KERNELS", kernels.toString())
                .with("CLGRAD_CACHE", folder.resolve("cache").toString())
                .run();
        assertThat(outcome.status()).as("%s", outcome.err()).isZero();
        assertThat(outcome.out())
                .contains("    lost: softmax_rows ROWS=64: hung, no result within 15 s")
                .anyMatch(line -> line.startsWith("    lost: softmax_rows ROWS=16: crashed, the process ended"))
                .anyMatch(line -> line.startsWith("    lost: softmax_rows ROWS=1: wrong, "))
                .contains("1 shape tuned, kept in rows.jsonl");
        assertThat(rows("rows.jsonl"))
                .anySatisfy(row -> {
                    assertThat(row.get("kind").getAsString()).isEqualTo("values");
                    assertThat(row.get("variant").getAsString()).isEqualTo("softmax_rows");
                    assertThat(row.getAsJsonObject("values")).hasToString("{\"softmax_rows\":{\"ROWS\":4}}");
                    assertThat(row.get("shape").getAsString()).isEqualTo("1 false 64x64");
                    assertThat(row.get("scope").getAsString()).isEqualTo("device");
                    assertThat(row.get("median_us").getAsDouble()).isPositive();
                    assertThat(row.get("runs").getAsInt()).isPositive();
                    assertThat(row.get("hash").getAsString()).hasSize(16);
                })
                .anySatisfy(row -> assertThat(row.get("kind").getAsString()).isEqualTo("choice"));
    }

    @Test
    void whatIsKeptIsMerged() throws IOException {
        String[] tune = {"tune", "softmax", "--budget=1s", "--device=cpu", "--quiet", "--tuning"};
        for (String file : List.of("a.jsonl", "b.jsonl")) {
            String[] all = List.of(
                            tune[0],
                            tune[1],
                            tune[2],
                            tune[3],
                            tune[4],
                            tune[5],
                            file,
                            "--shapes",
                            file.equals("a.jsonl") ? "8x20" : "8x20,100x40")
                    .toArray(String[]::new);
            assertThat(clgrad(all).run().status()).isZero();
        }
        Command.Outcome outcome =
                clgrad("tune", "merge", "a.jsonl", "b.jsonl", "-o", "c.jsonl").run();
        assertThat(outcome.status()).as("%s", outcome.err()).isZero();
        Set<String> about = Stream.concat(rows("a.jsonl").stream(), rows("b.jsonl").stream())
                .map(row -> row.get("kind") + " " + row.get("variant") + " " + row.get("shape"))
                .filter(key -> !key.contains("choice"))
                .collect(Collectors.toSet());
        assertThat(outcome.out()).containsExactly("c.jsonl: " + rows("c.jsonl").size() + " rows");
        assertThat(rows("c.jsonl"))
                .filteredOn(row -> row.get("kind").getAsString().equals("values"))
                .hasSameSizeAs(about);
        assertThat(rows("c.jsonl").stream().map(row -> row.get("shape").getAsString()))
                .containsOnly("1 false 8x32", "1 false 128x64");
        Files.writeString(folder.resolve("bad.jsonl"), "{\"kind\":\"values\"}\n");
        outcome =
                clgrad("tune", "merge", "a.jsonl", "bad.jsonl", "-o", "d.jsonl").run();
        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.err())
                .filteredOn(line -> line.startsWith("clgrad: "))
                .singleElement()
                .asString()
                .startsWith("clgrad: bad.jsonl: line 1: 'variant' is missing, expected a String");
        assertThat(folder.resolve("d.jsonl")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "magic                              | nothing of the family 'magic'; there is conv,",
                "matmul --shapes 10x10              | '10x10' is no shape of matmul, which are written M, or MxNxK;",
                "matmul --shapes 0                  | '0' is no shape of matmul",
                "conv --shapes 3x3_64_56            | '3x3_64_56' is no shape of conv",
                "softmax --shapes 5x99999999999     | '5x99999999999' is no shape of softmax",
                "sort --shapes 5                    | no shapes of the family 'sort'; there are those of conv, matmul,",
                "--shapes 5x5                       | shapes are of a family, which is missing",
                "--model resnet9000                 | no model 'resnet9000'; there is mnist-cnn,",
                "--model mlp --shapes 5             | --model and --shapes: expected one of them",
                "--budget 5                         | --budget: expected a time such as 90s, 5m or 1h, got '5'",
                "--budget 0m                        | --budget: expected a time such as 90s, 5m or 1h, got '0m'",
                "--scope galaxy                     | --scope: expected one of device, architecture, vendor, type,",
                "--time-limit 0                     | --time-limit: expected a whole number of 1 or more, got 0",
                "--tuning .                         | .: cannot be ",
                "--device host                      | tune: no OpenCL device to tune;",
                "merge                              | Missing required",
                "merge none.jsonl -o c.jsonl        | none.jsonl: no such file",
            })
    void whatIsWrongIsABadRequest(String arguments, String message) {
        String[] words = ("tune " + arguments.strip()).split(" +", -1);
        Command.Outcome outcome = clgrad(words)
                .with("CLGRAD_TUNING", folder.resolve("t").toString())
                .run();
        assertThat(outcome.err())
                .filteredOn(line -> line.startsWith("clgrad: "))
                .singleElement()
                .asString()
                .contains(message.strip());
        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.out().stream().filter(line -> line.contains("tuned, kept")))
                .isEmpty();
    }

    @Test
    void aDeviceThatIsNotTunedSaysOnceHowToTuneIt() throws IOException {
        SmallDigits.write(folder.resolve("data"));
        Command.Outcome outcome = clgrad("train", "mnist-cnn", "--max-steps=2", "--data=data", "--device=cpu")
                .run();
        assertThat(outcome.status()).as("%s", outcome.err()).isZero();
        assertThat(outcome.err())
                .filteredOn(line -> line.contains("`clgrad tune`"))
                .hasSize(1);
        Files.writeString(folder.resolve("bad"), "nonsense\n");
        outcome = clgrad("train", "mnist-cnn", "--max-steps=2", "--data=data", "--device=cpu")
                .with("CLGRAD_TUNING", "bad")
                .run();
        assertThat(outcome.status()).as("%s", outcome.err()).isZero();
        assertThat(outcome.err())
                .filteredOn(line -> line.contains("bad: line 1: no JSON: "))
                .hasSize(1);
    }
}
