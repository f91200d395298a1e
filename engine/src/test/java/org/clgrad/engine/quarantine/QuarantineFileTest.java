package org.clgrad.engine.quarantine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.clgrad.engine.CacheFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is put into the file is read from it, and what cannot be read stops nothing. */
class QuarantineFileTest {
    private static final Quarantine TWO = new Quarantine(List.of(
            new Quarantine.Held("matmul_tiled", "0011", "output 0 differs"),
            new Quarantine.Held("copy_tiled", "2233", "the process ended")));

    @TempDir
    private Path folder;

    private QuarantineFile file(String driver) {
        return QuarantineFile.of(CacheFolder.at(folder), "GPU 1/2", "Some Platform", driver);
    }

    @Test
    void keepsWhatIsWritten() throws IOException {
        file("1.0").write(TWO);
        assertThat(file("1.0").read()).isEqualTo(TWO);
        assertThat(file("1.0").path().orElseThrow()).hasParent(folder.resolve("quarantine"));
        assertThat(Files.readString(file("1.0").path().orElseThrow())).contains("GPU 1/2 (Some Platform, driver 1.0)");
        assertThat(file("1.1").read()).as("another driver").isEqualTo(Quarantine.none());
        try (Stream<Path> files = Files.list(folder.resolve("quarantine"))) {
            assertThat(files).as("nothing half-written is left").hasSize(1);
        }
    }

    @Test
    void aFileOfAnotherDeviceCountsAsNone() throws IOException {
        file("1.0").write(TWO);
        Files.copy(file("1.0").path().orElseThrow(), file("1.1").path().orElseThrow());
        assertThat(file("1.1").read()).as("as if the names had one checksum").isEqualTo(Quarantine.none());
    }

    @Test
    void ofNothingIsNoFile() {
        file("1.0").write(TWO);
        file("1.0").write(Quarantine.none());
        assertThat(file("1.0").path().orElseThrow()).doesNotExist();
        file("1.0").write(Quarantine.none());
        assertThat(file("1.0").read()).isEqualTo(Quarantine.none());
    }

    @Test
    void reasonsOfSeveralLinesBecomeOne() {
        Quarantine.Held held = new Quarantine.Held("copy_tiled", "2233", "one\n\ttwo\r\n");
        file("1.0").write(Quarantine.none().with(held));
        assertThat(file("1.0").read().held()).containsExactly(new Quarantine.Held("copy_tiled", "2233", "one two"));
    }

    @Test
    void linesThatCannotBeReadCountAsNone() throws IOException {
        file("1.0").write(TWO);
        Path path = file("1.0").path().orElseThrow();
        Files.writeString(path, Files.readString(path) + "nonsense\n\n");
        assertThat(file("1.0").read()).isEqualTo(TWO);
        Files.write(path, new byte[] {(byte) 0xff, 0, (byte) 0xfe});
        assertThat(file("1.0").read()).isEqualTo(Quarantine.none());
    }

    @Test
    void whatCannotBeWrittenIsAnError() throws IOException {
        Path noFolder = Files.writeString(folder.resolve("file"), "");
        QuarantineFile file = QuarantineFile.of(CacheFolder.at(noFolder), "GPU", "P", "1");
        assertThat(file.read()).isEqualTo(Quarantine.none());
        assertThatThrownBy(() -> file.write(TWO))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("the quarantine cannot be written");
    }
}
