package org.clgrad.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.clgrad.engine.cache.ProgramCache;
import org.clgrad.engine.cache.ProgramKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheCommandTest {
    private static final long AMPLE_BYTES = 1 << 24;

    @TempDir
    private Path folder;

    private Path programs;

    @BeforeEach
    void keepTwo() throws IOException {
        programs = Files.createDirectories(folder.resolve("cache/programs"));
        ProgramCache cache = ProgramCache.in(programs, AMPLE_BYTES);
        cache.keep(new ProgramKey("card, driver 1", "add", "", ""), new byte[1_200_000]);
        cache.keep(new ProgramKey("board, driver 2", "add", "", ""), new byte[300_000]);
    }

    private Command.Outcome cache(Path place, String... options) {
        String[] words = new String[options.length + 1];
        words[0] = "cache";
        System.arraycopy(options, 0, words, 1, options.length);
        return Command.java(folder, words)
                .with("CLGRAD_CACHE", place.toString())
                .run();
    }

    @Test
    void showsProgramsByDevice() {
        Command.Outcome shown = cache(folder.resolve("cache"));
        assertThat(shown.out())
                .containsExactly(
                        programs + ": 2 entries, 1.5 MB",
                        "  board, driver 2: 1 entry, 0.3 MB",
                        "  card, driver 1: 1 entry, 1.2 MB");
        assertThat(shown.err()).isEmpty();
        assertThat(shown.status()).isZero();
    }

    @Test
    void clears() {
        assertThat(cache(folder.resolve("cache"), "--clear").out()).containsExactly(programs + ": 2 entries deleted");
        assertThat(programs).isEmptyDirectory();
        assertThat(cache(folder.resolve("cache")).out()).containsExactly(programs + ": 0 entries, 0.0 MB");
    }

    @Test
    void saysWhereNothingCanBeKept() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        Command.Outcome shown = cache(file);
        assertThat(shown.out()).containsExactly(file + " cannot be written; no programs are kept");
        assertThat(shown.status()).isZero();
    }
}
