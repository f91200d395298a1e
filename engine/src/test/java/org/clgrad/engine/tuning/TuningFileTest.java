package org.clgrad.engine.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.clgrad.engine.tuning.Rows.measured;
import static org.clgrad.engine.tuning.Rows.rows;
import static org.clgrad.engine.tuning.Rows.untuned;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.clgrad.engine.CacheFolder;
import org.clgrad.engine.DeviceType;
import org.clgrad.kernels.KernelCatalog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows on disk. */
class TuningFileTest {
    @TempDir
    Path folder;

    private TuningFile file(String name) {
        return new TuningFile(folder.resolve(name));
    }

    @Test
    void whatIsWrittenIsRead() {
        List<TuningRow> rows = List.of(
                rows(Scope.DEVICE, "a \"b\" \\ \n ü \ud83d\ude00", 16),
                rows(Scope.DEFAULT, "", 1),
                Rows.choice("softmax_group", "softmax_group", "softmax_rows"),
                untuned(ShapeBucket.ANY, ShapeBucket.ANY, 4));
        TuningFile file = file("new/folder/rows.jsonl");
        file.add(rows);
        assertThat(file.read()).isEqualTo(rows);
    }

    @Test
    void aFileThatDoesNotExistHasNoRows() {
        assertThat(file("none").read()).isEmpty();
    }

    @Test
    void rowsAboutTheSameTakeEachOthersPlace() {
        TuningFile file = file("rows");
        file.add(List.of(rows(Scope.TYPE, "cpu", 1), rows(Scope.TYPE, "gpu", 4)));
        file.add(List.of(rows(Scope.TYPE, "cpu", 16)));
        assertThat(file.read()).containsExactly(rows(Scope.TYPE, "cpu", 16), rows(Scope.TYPE, "gpu", 4));
    }

    @Test
    void manyMayAddAtOnce() throws Exception {
        int writers = 8;
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        try {
            List<Future<?>> all = IntStream.range(0, writers)
                    .<Future<?>>mapToObj(i ->
                            threads.submit(() -> file("shared").add(List.of(rows(Scope.DEVICE, "device " + i, 4)))))
                    .toList();
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            threads.shutdown();
        }
        assertThat(file("shared").read()).hasSize(writers);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("shared", "shared.lock");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "{",
                "{}",
                "[]",
                "{\"kind\":\"values\"",
                "{\"kind\":\"values\"} more",
                "{\"kind\":\"values\",\"kind\":\"values\"}",
                "{\"kind\":\"magic\"}",
                "{\"magic\":1}",
                "{\"kind\":7}",
                "{\"kind\":\"\\u12\"}",
                "{\"kind\":\"a",
                "{\"kind\":01}",
                "{\"kind\":[[[[[[[[[[[[[[1]]]]]]]]]]]]]]}"
            })
    void whatIsNoRowIsSaidInOneLine(String line) throws IOException {
        Path path = Files.writeString(folder.resolve("bad"), "# fine\n\n" + line + "\n");
        assertThatThrownBy(() -> new TuningFile(path).read())
                .isInstanceOf(TuningFileException.class)
                .message()
                .startsWith(path + ": line 3: ")
                .hasLineCount(1);
        assertThatThrownBy(() -> new TuningFile(path).add(List.of(rows(Scope.TYPE, "cpu", 4))))
                .as("nothing is written over what somebody may want to mend")
                .isInstanceOf(TuningFileException.class);
        assertThat(path).content().endsWith(line + "\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"runs\":11>\"runs\":0",
                "\"runs\":11>\"runs\":1.5",
                "\"spread\":0.1250>\"spread\":-1",
                "\"spread\":0.1250>\"spread\":NaN",
                "\"median_us\":1.500>\"median_us\":\"fast\"",
                "{\"ROWS\":16}>{\"ROWS\":1e99}",
                "{\"ROWS\":16}>{\"ROWS\":99999999999999999999}",
                "{\"ROWS\":16}>7",
                "\"scope\":\"type\">\"scope\":\"galaxy\"",
                ",\"hash\":>,\"hash\":7,\"note\":"
            })
    void aRowThatIsWrongInOnePlaceIsNone(String change) throws IOException {
        String[] parts = change.split(">", 2);
        TuningFile file = file("rows");
        file.write(List.of(rows(Scope.TYPE, "cpu", 16)));
        String text = Files.readString(file.path());
        assertThat(text).contains(parts[0]);
        Files.writeString(file.path(), text.replace(parts[0], parts[1]));
        assertThatThrownBy(file::read)
                .isInstanceOf(TuningFileException.class)
                .message()
                .startsWith(file.path() + ": line 2: ")
                .hasLineCount(1);
    }

    @Test
    void whatIsNoTextAndWhatIsNoFileIsSaid() throws IOException {
        Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertThatThrownBy(() -> new TuningFile(binary).read()).hasMessage(binary + ": is not UTF-8, so no rows");
        assertThatThrownBy(() -> new TuningFile(folder).read()).hasMessageStartingWith(folder + ": cannot be read: ");
        assertThatThrownBy(() -> new TuningFile(folder).write(List.of()))
                .hasMessage(folder + ": cannot be written: is a folder");
        Path inside = binary.resolve("rows");
        assertThatThrownBy(() -> new TuningFile(inside).add(List.of()))
                .hasMessageStartingWith(inside + ": cannot be written: ");
    }

    @Test
    void mergingKeepsWhatHoldsAndWasMeasuredMore() {
        TuningRow few = rows(Scope.TYPE, "cpu", 1, measured(5, Rows.hash(Rows.VARIANT)));
        TuningRow many = rows(Scope.TYPE, "cpu", 16, measured(50, Rows.hash(Rows.VARIANT)));
        TuningRow old = rows(Scope.TYPE, "cpu", 64, measured(500, "0123456789abcdef"));
        TuningRow guess = new TuningRow(few.key(), Rows.VARIANT, few.values(), Optional.empty(), "");
        TuningRow other = rows(Scope.TYPE, "gpu", 4);
        RowCheck check = new RowCheck(Rows.KERNELS);
        assertThat(TuningFile.merged(List.of(List.of(few, other), List.of(many)), check::holds))
                .containsExactly(many, other);
        assertThat(TuningFile.merged(List.of(List.of(many), List.of(few)), check::holds))
                .containsExactly(many);
        assertThat(TuningFile.merged(List.of(List.of(old), List.of(few)), check::holds))
                .containsExactly(few);
        assertThat(TuningFile.merged(List.of(List.of(few), List.of(guess)), check::holds))
                .containsExactly(few);
    }

    @Test
    void theUsersFileIsTheNamedOneElseInTheCache() {
        assertThat(TuningFile.of("/some/where", CacheFolder.at(folder)))
                .contains(new TuningFile(Path.of("/some/where")));
        assertThat(TuningFile.of("", CacheFolder.at(folder))).contains(file("tuning/rows.jsonl"));
    }

    @Test
    void aFileThatIsWrongIsAsIfItWereNotThere() throws IOException {
        Path bad = Files.write(folder.resolve("bad"), "nonsense".getBytes(StandardCharsets.UTF_8));
        TuningDatabase rows = UserTuning.of(Optional.of(new TuningFile(bad)), DeviceType.ACCELERATOR, Rows.TARGET);
        assertThat(rows.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GPU", "CPU"})
    void allRowsThatShipFitTheKernels(String type) {
        RowCheck check = new RowCheck(KernelCatalog.builtin());
        List<TuningRow> rows = TuningDatabase.shipped(DeviceType.valueOf(type));
        assertThat(rows)
                .allSatisfy(row -> assertThat(check.problem(row)).as("%s", row).isEmpty());
        assertThat(rows.stream().map(TuningRow::key)).doesNotHaveDuplicates();
    }
}
