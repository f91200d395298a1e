package org.clgrad.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.clgrad.engine.DeviceType;
import org.clgrad.engine.Devices;
import org.clgrad.engine.ListedDevice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code clgrad devices} prints, for people and for programs. */
class DevicesCommandTest {
    private static final List<ListedDevice> LISTED = Devices.discover().listed();

    @TempDir
    Path folder;

    private Command devices(String... options) {
        return Command.java(
                folder, Stream.concat(Stream.of("devices"), Stream.of(options)).toArray(String[]::new));
    }

    private static JsonObject json(Command command) {
        Command.Outcome outcome = command.run();
        assertThat(outcome.status()).as("%s", outcome.err()).isZero();
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).hasSize(1);
        return JsonParser.parseString(outcome.lastLine()).getAsJsonObject();
    }

    @Test
    void theTableHasALineForEachDevice() {
        Command.Outcome outcome = devices().run();
        assertThat(outcome.status()).isZero();
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out().get(0)).startsWith("#  type ").contains("memory", "fp64", "device");
        for (ListedDevice device : LISTED) {
            assertThat(outcome.out().get(1 + device.number()))
                    .startsWith(device.number() + "  " + device.info().type().word())
                    .contains(String.join(", ", device.bindings()))
                    .contains(device.info().name() + " (" + device.info().platform());
        }
        assertThat(outcome.out().stream().skip(1L + LISTED.size())).allMatch(line -> line.startsWith("not there: "));
    }

    @Test
    void atLengthEachPropertyHasALine() {
        Command.Outcome outcome = devices("--verbose", "--device", "host").run();
        assertThat(outcome.status()).isZero();
        assertThat(outcome.out().get(0)).isEqualTo(LISTED.size() - 1 + " host");
        assertThat(outcome.out())
                .anyMatch(line -> line.startsWith("  driver          "))
                .anyMatch(line -> line.startsWith("  work-group      at most "));
    }

    @Test
    void jsonSaysTheSameToPrograms() {
        JsonObject report = json(devices("--json"));
        List<JsonElement> devices = report.getAsJsonArray("devices").asList();
        assertThat(devices).hasSameSizeAs(LISTED);
        for (ListedDevice device : LISTED) {
            JsonObject said = devices.get(device.number()).getAsJsonObject();
            assertThat(said.keySet())
                    .containsExactly(
                            "number",
                            "name",
                            "type",
                            "platform",
                            "vendor",
                            "driver",
                            "version",
                            "language",
                            "bindings",
                            "memoryBytes",
                            "largestBufferBytes",
                            "unifiedMemory",
                            "cacheBytes",
                            "localMemoryBytes",
                            "localMemoryDedicated",
                            "workGroupSize",
                            "computeUnits",
                            "clockMegahertz",
                            "vectorFloats",
                            "lanes",
                            "fp16",
                            "fp64",
                            "denormals",
                            "subGroups",
                            "images");
            assertThat(said.get("number").getAsInt()).isEqualTo(device.number());
            assertThat(said.get("name").getAsString()).isEqualTo(device.info().name());
            assertThat(said.getAsJsonArray("bindings").asList())
                    .extracting(JsonElement::getAsString)
                    .isEqualTo(device.bindings());
            assertThat(said.get("computeUnits").getAsInt())
                    .isEqualTo(device.info().capabilities().computeUnits());
        }
        assertThat(report.getAsJsonArray("problems").asList()).allMatch(JsonElement::isJsonPrimitive);
    }

    @Test
    void oneDeviceCanBeMeasuredWithinLimits() {
        JsonObject report = json(devices("--json", "--measure", "--device", "0", "--limit", "memory=64m,workGroup=16"));
        assertThat(report.getAsJsonArray("devices")).hasSize(1);
        JsonObject device = report.getAsJsonArray("devices").get(0).getAsJsonObject();
        assertThat(device.get("memoryBytes").getAsLong()).isEqualTo(64 << 20);
        assertThat(device.get("workGroupSize").getAsLong()).isEqualTo(16);
        assertThat(device.get("copyBytesPerSecond").getAsDouble()).isPositive();
        assertThat(device.get("fmaFlopsPerSecond").getAsDouble()).isPositive();
    }

    @Test
    void theHostIsNotMeasured() {
        JsonObject report = json(devices("--json", "--measure", "--device", "host"));
        assertThat(report.getAsJsonArray("devices").get(0).getAsJsonObject().keySet())
                .doesNotContain("copyBytesPerSecond");
    }

    @Test
    void whatIsNotThereIsABadRequest() {
        for (String[] options : new String[][] {{"--device", "abacus"}, {"--binding", "cuda"}, {"--times", "0"}}) {
            Command.Outcome outcome = devices(options).run();
            assertThat(outcome.status()).as("%s", List.of(options)).isEqualTo(2);
            assertThat(outcome.err()).singleElement().asString().startsWith("clgrad: ");
        }
    }

    @Test
    void withoutAPlatformTheHostIsListedAndItIsSaidWhereDriversAreLookedFor() {
        Command.Outcome outcome = devices("--no-install").withoutOpenCl().run();
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.out()).hasSizeGreaterThan(2);
        assertThat(outcome.out().get(1)).startsWith("0  host");
        assertThat(outcome.out())
                .anyMatch(line -> line.equals(
                        "not there: lwjgl, jocl: no OpenCL driver is listed in " + folder.resolve("no-vendors")));
    }

    @Test
    void aBrokenDriverHidesNoneBesideItAndIsNamed() throws IOException {
        Path vendors = Files.createDirectory(folder.resolve("vendors"));
        String sound = Files.readString(Path.of("/etc/OpenCL/vendors/pocl.icd"));
        Files.writeString(vendors.resolve("a-missing.icd"), "libnowhere.so.7\n");
        Files.writeString(vendors.resolve("b-empty.icd"), "\n");
        Path text = Files.writeString(folder.resolve("text.so"), "no library");
        Files.writeString(vendors.resolve("c-text.icd"), text + "\n");
        Files.writeString(vendors.resolve("d-other.icd"), "libm.so.6\n");
        Files.writeString(vendors.resolve("pocl.icd"), sound);
        Command.Outcome outcome = devices("--no-install")
                .with("OCL_ICD_VENDORS", vendors.toString())
                .run();
        assertThat(outcome.status()).isZero();
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out().get(1)).contains("Portable Computing Language");
        assertThat(outcome.out().stream().filter(line -> line.startsWith("not there: ")))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .contains("a-missing.icd: libnowhere.so.7 is in none of LD_LIBRARY_PATH"),
                        line -> assertThat(line).endsWith("b-empty.icd: names no library"),
                        line -> assertThat(line).endsWith("c-text.icd: " + text + " is no library"),
                        line -> assertThat(line)
                                .contains("d-other.icd: ")
                                .endsWith(
                                        "libm.so.6 is no OpenCL driver, since it lacks clGetExtensionFunctionAddress"));
    }

    @Test
    void whatATrainingDoesCanBeWatched() throws IOException, InterruptedException {
        Path runtime = Files.createDirectory(folder.resolve("runtime"));
        Path elsewhere = Files.createDirectory(folder.resolve("training"));
        SmallDigits.write(elsewhere.resolve("data"));
        String[] train = {"train", "mnist-cnn", "--no-install", "--data=data", "--epochs=100000", "--quiet"};
        Command.Running running = Command.java(elsewhere, train)
                .with("XDG_RUNTIME_DIR", runtime.toString())
                .start();
        Process training = running.process();
        try {
            Path status = runtime.resolve("clgrad").resolve(training.pid() + ".json");
            while (!Files.exists(status) || !Files.readString(status).contains("samplesPerSecond")) {
                assertThat(training.waitFor(100, TimeUnit.MILLISECONDS))
                        .as("the training has ended")
                        .isFalse();
            }
            JsonObject watched =
                    json(devices("--watch", "--times=1", "--json").with("XDG_RUNTIME_DIR", runtime.toString()));
            JsonObject process = watched.getAsJsonArray("processes").get(0).getAsJsonObject();
            assertThat(process.get("pid").getAsLong()).isEqualTo(training.pid());
            assertThat(process.get("work").getAsString()).isEqualTo("train mnist-cnn");
            assertThat(process.get("liveBytes").getAsLong()).isPositive();
            assertThat(process.get("steps").getAsLong()).isPositive();
            assertThat(devices("--watch", "--times=2")
                            .with("XDG_RUNTIME_DIR", runtime.toString())
                            .run()
                            .out())
                    .filteredOn(line -> line.contains("train mnist-cnn"))
                    .hasSize(2);
        } finally {
            training.destroy();
            running.await();
        }
        assertThat(runtime.resolve("clgrad")).isEmptyDirectory();
        assertThat(devices("--watch", "--times=1")
                        .with("XDG_RUNTIME_DIR", runtime.toString())
                        .run()
                        .lastLine())
                .endsWith("no process of clgrad is training");
    }

    @Test
    void thereIsAnOpenClDevice() {
        assertThat(LISTED).anyMatch(device -> device.info().type() != DeviceType.HOST);
    }
}
