package org.clgrad.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.clgrad.engine.Devices;
import org.clgrad.engine.ListedDevice;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which device a run takes, as its metrics name it. */
class DeviceSelectionTest {
    @TempDir
    static Path folder;

    private static final List<ListedDevice> LISTED = Devices.discover().listed();

    @BeforeAll
    static void writeData() throws IOException {
        SmallDigits.write(folder.resolve("data"));
    }

    private static Command train(String... more) {
        List<String> words = new ArrayList<>(
                List.of("train", "mnist-cnn", "--no-install", "--data=data", "--max-steps=1", "--out=out"));
        words.addAll(List.of(more));
        return Command.java(folder, words.toArray(String[]::new));
    }

    private static String deviceOf(Command command) throws IOException {
        Command.Outcome outcome = command.run();
        assertThat(outcome.status()).as("%s", outcome.err()).isZero();
        JsonObject metrics = JsonParser.parseString(Files.readString(folder.resolve("out/metrics.json")))
                .getAsJsonObject();
        return metrics.get("device").getAsString() + " "
                + metrics.get("binding").getAsString();
    }

    @Test
    void aNumberIsTheOneThatIsListed() throws IOException {
        String host = Integer.toString(LISTED.size() - 1);
        assertThat(deviceOf(train("--device", host))).isEqualTo("host java");
        assertThat(deviceOf(train("--device", "0", "--binding", "jocl")))
                .isEqualTo(LISTED.get(0).info().name() + " jocl");
    }

    @Test
    void theEnvironmentDecidesWhatTheCommandLineLeavesOpen() throws IOException {
        assertThat(deviceOf(train().with("CLGRAD_DEVICE", "HOST"))).isEqualTo("host java");
        String first = LISTED.get(0).info().name();
        assertThat(deviceOf(
                        train("--device", first).with("CLGRAD_DEVICE", "host").with("CLGRAD_BINDING", "jocl")))
                .isEqualTo(first + " jocl");
    }

    @Test
    void aVariableThatCannotBeReadIsABadRequest() {
        Command.Outcome outcome = train().with("CLGRAD_LIMIT", "memory=much").run();
        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.err())
                .singleElement()
                .asString()
                .startsWith("clgrad: CLGRAD_LIMIT: memory: expected a whole number");
    }

    @Test
    void aLimitOfMemoryIsKeptToAndSaid() {
        Command.Outcome outcome = train("--limit", "memory=1m").run();
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err())
                .anyMatch(line -> line.endsWith(", limited to memory=1048576"))
                .last()
                .asString()
                .startsWith("clgrad: ")
                .contains("in all 1048576");
    }
}
