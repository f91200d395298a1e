package org.clgrad.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.clgrad.engine.tensor.DType;
import org.clgrad.kernels.KernelCatalog;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The checkup of a device: kernels that are planted wrong, that hang and that end their process are found, and not used
 * any more; everything else is still checked.
 */
class DoctorTest {
    private static final int FLOATING_TYPES = DType.floats().size();

    @TempDir
    Path folder;

    private Path kernels = Path.of("");

    @BeforeEach
    void makeFolder() throws IOException {
        kernels = Files.createDirectories(folder.resolve("kernels"));
    }

    /** Plants a kernel with another text in place of one that it holds once. */
    private void plant(String kernel, String right, String wrong) throws IOException {
        String text = KernelCatalog.builtin().source(kernel).original();
        assertThat(text.split(Pattern.quote(right), -1)).as(right).hasSize(2);
        Files.writeString(kernels.resolve(kernel + ".cl"), text.replace(right, wrong));
    }

    private Command.Outcome clgrad(String... arguments) {
        return Command.java(folder, arguments)
                .with("CLGRAD_KERNELS", kernels.toString())
                .with("CLGRAD_CACHE", folder.resolve("cache").toString())
                .run();
    }

    private static List<JsonObject> results(String json) {
        return JsonParser.parseString(json).getAsJsonObject().getAsJsonArray("results").asList().stream()
                .map(JsonElement::getAsJsonObject)
                .toList();
    }

    /** How an operation or a variant did. */
    private static List<String> statuses(List<JsonObject> results, String name) {
        return results.stream()
                .filter(result -> result.get("operation").getAsString().equals(name)
                        || result.get("variant").getAsString().equals(name))
                .map(result -> result.get("status").getAsString())
                .toList();
    }

    @Test
    void aWrongKernelIsFoundAndTrainingDoesWithoutIt() throws IOException {
        // On CPUs, training takes its loss from this kernel.
        plant("cross_entropy_rows", "log_sum - (LOAD(x, label) - shift) : AS_ACC(0)", "INFINITY : AS_ACC(0)");
        SmallDigits.write(folder.resolve("data"));
        String[] train = {"train", "mnist-cnn", "--max-steps", "2", "--data", "data", "--device", "cpu"};
        assertThat(clgrad(train).out()).anyMatch(line -> line.startsWith("the loss was not a number"));

        Command.Outcome outcome =
                clgrad("doctor", "--operations", "cross_entropy", "--json", "report.json", "--device", "cpu");
        assertThat(outcome.status()).as("%s", outcome.err()).isEqualTo(1);
        assertThat(outcome.out())
                .anyMatch(
                        line -> line.matches("failed +cross_entropy f32 by cross_entropy_rows: output 0 differs in .*"))
                // One row, of the fewest classes with which the row's label counts.
                .anyMatch(line -> line.matches(" +smallest: f32\\[1,\\d], .* → f32\\[1], f32\\[1], f32\\[1,\\d]"))
                .anyMatch(line -> line.startsWith("quarantined: cross_entropy_rows "));
        List<JsonObject> results = results(Files.readString(folder.resolve("report.json")));
        assertThat(statuses(results, "cross_entropy_rows"))
                .hasSize(FLOATING_TYPES)
                .containsOnly("failed");
        assertThat(statuses(results, "cross_entropy_group"))
                .hasSize(FLOATING_TYPES)
                .containsOnly("passed");

        outcome = clgrad(train);
        assertThat(outcome.status()).as("%s", outcome.err()).isZero();
        assertThat(outcome.err())
                .filteredOn(line -> line.contains("in quarantine and passed over: cross_entropy_rows"))
                .singleElement()
                .asString()
                .contains(folder.resolve("cache").toString(), "`clgrad doctor --forget` lifts it");
        assertThat(outcome.out()).noneMatch(line -> line.startsWith("the loss was not a number"));

        assertThat(clgrad("doctor", "--forget", "--device", "cpu").out())
                .singleElement()
                .asString()
                .startsWith("used again on ")
                .endsWith(": cross_entropy_rows");
        assertThat(clgrad(train).out()).anyMatch(line -> line.startsWith("the loss was not a number"));
    }

    @Test
    void whatHangsOrEndsItsProcessIsNamedAndTheRestStillChecked() throws IOException {
        plant("increment", "    y[0] =", "    y[1L << 42] = 7;\n    y[0] =");
        plant("record_scalar", "if (n > 0) {", "for (volatile int stay = 1; stay;) {}\n    if (n > 0) {");
        Command.Outcome outcome =
                clgrad("doctor", "--operations=increment,record_scalar,fill", "--time-limit=20", "--json=-", "--quiet");
        assertThat(outcome.status()).as("%s", outcome.err()).isEqualTo(1);
        List<JsonObject> results = results(String.join("\n", outcome.out()));
        assertThat(statuses(results, "increment")).containsExactly("crashed");
        assertThat(statuses(results, "record_scalar"))
                .as("a variant that hung once is not waited for again")
                .containsExactly("timed out", "skipped", "skipped", "skipped");
        assertThat(statuses(results, "fill")).hasSizeGreaterThan(1).containsOnly("passed");
        assertThat(outcome.err())
                .anyMatch(line -> line.matches("crashed +increment i64 by increment: the process ended .*"))
                .anyMatch(line -> line.matches("timed out +record_scalar f32 by record_scalar: no result within 20 s"))
                .anyMatch(line -> line.startsWith("quarantined: increment "))
                .anyMatch(line -> line.startsWith("quarantined: record_scalar "));
    }

    @Test
    void aKernelThatDoesNotBuildIsAFailureWithTheCompilersWords() throws IOException {
        plant("increment", "#include \"types.clh\"", "#include \"types.clh\"\nnonsense");
        Command.Outcome outcome = clgrad("doctor", "--operations", "increment,record_scalar", "--json", "report.json");
        assertThat(outcome.status()).isEqualTo(1);
        List<JsonObject> results = results(Files.readString(folder.resolve("report.json")));
        assertThat(statuses(results, "increment")).containsExactly("failed");
        assertThat(statuses(results, "record_scalar")).hasSize(FLOATING_TYPES).containsOnly("passed");
        assertThat(results.get(0).get("message").getAsString()).contains("clBuildProgram");
        assertThat(results.get(0).getAsJsonArray("circumstances").toString()).contains("nonsense");
    }

    @Test
    void aSoundDeviceIsGoodAndWhatItLacksIsUnsupported() throws IOException {
        Command.Outcome outcome =
                clgrad("doctor", "--operations", "adam_update", "--limit", "fp64=no", "--json", "report.json");
        assertThat(outcome.status()).as("%s", outcome.err()).isZero();
        assertThat(outcome.out())
                .anyMatch(line -> line.matches("passed +adam_update f32 f16 bf16"))
                .anyMatch(
                        line -> line.matches("unsupported +adam_update f64 by .*: the device has no double precision"))
                .anyMatch(line -> line.startsWith("3 passed, 1 unsupported, in "));
        JsonObject report = JsonParser.parseString(Files.readString(folder.resolve("report.json")))
                .getAsJsonObject();
        assertThat(report.get("clgrad").getAsString())
                .contains("Java " + Runtime.version().feature());
        assertThat(report.get("limits").getAsString()).isEqualTo("fp64=no");
        assertThat(report.getAsJsonObject("device").keySet())
                .contains("name", "platform", "driver", "binding", "capabilities");
        assertThat(folder.resolve("cache/quarantine")).doesNotExist();
    }

    @Test
    void aFolderOfKernelsThatCannotBeReadIsABadRequest() throws IOException {
        Files.writeString(kernels.resolve("mine.cl"), "// mine: too little\n");
        for (String command : List.of("doctor --operations fill", "train mnist-cnn --max-steps 1")) {
            Command.Outcome outcome = clgrad(command.split(" ", -1));
            assertThat(outcome.err())
                    .filteredOn(line -> line.startsWith("clgrad: "))
                    .singleElement()
                    .asString()
                    .contains("CLGRAD_KERNELS: mine.cl:1:1: ");
            assertThat(outcome.status()).as(command).isEqualTo(2);
        }
    }
}
