package org.clgrad.engine.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramCacheTest {
    private static final ProgramKey KEY = new ProgramKey("card, driver 1", "add", "-D n=4", "kernel void add() {}");
    private static final byte[] BINARY = {3, 1, 4, 1, 5};

    @TempDir
    private Path folder;

    private ProgramCache cache;

    @BeforeEach
    void make() {
        cache = ProgramCache.in(folder, 1 << 20);
    }

    private Path onlyFile() throws IOException {
        List<Path> files = files();
        assertThat(files).hasSize(1);
        return files.get(0);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> listing = Files.list(folder)) {
            return listing.toList();
        }
    }

    @Test
    void whatIsKeptIsFound() {
        assertThat(cache.find(KEY)).isEmpty();
        cache.keep(KEY, BINARY);
        assertThat(cache.find(KEY)).contains(BINARY);
        byte[] better = {2, 7};
        cache.keep(KEY, better);
        assertThat(ProgramCache.in(folder, 1 << 20).find(KEY)).contains(better);
    }

    @Test
    void whatIsKeptIsFoundByItsName() {
        cache.keep(KEY, BINARY);
        assertThat(cache.find(ProgramCache.nameOf(KEY))).hasValueSatisfying(kept -> {
            assertThat(kept.key()).isEqualTo(KEY);
            assertThat(kept.binary()).isEqualTo(BINARY);
        });
        assertThat(cache.find("../" + ProgramCache.nameOf(KEY))).isEmpty();
        assertThat(cache.find("")).isEmpty();
    }

    @Test
    void everyPartOfTheKeyCounts() {
        cache.keep(KEY, BINARY);
        assertThat(cache.find(new ProgramKey("card, driver 2", KEY.name(), KEY.options(), KEY.text())))
                .isEmpty();
        assertThat(cache.find(new ProgramKey(KEY.device(), "sub", KEY.options(), KEY.text())))
                .isEmpty();
        assertThat(cache.find(new ProgramKey(KEY.device(), KEY.name(), "-D n=8", KEY.text())))
                .isEmpty();
        assertThat(cache.find(new ProgramKey(KEY.device(), KEY.name(), KEY.options(), KEY.text() + " ")))
                .isEmpty();
        // The same characters, divided otherwise.
        assertThat(cache.find(new ProgramKey(KEY.device() + "a", "dd", KEY.options(), KEY.text())))
                .isEmpty();
    }

    @Test
    void aChangedByteIsNoticedWhereverItIs() throws IOException {
        cache.keep(KEY, BINARY);
        Path file = onlyFile();
        byte[] whole = Files.readAllBytes(file);
        for (int i = 0; i < whole.length; i++) {
            byte[] changed = whole.clone();
            changed[i] ^= 0x10;
            Files.write(file, changed);
            assertThat(cache.find(KEY))
                    .as("byte %d of %d changed", i, whole.length)
                    .isEmpty();
        }
        cache.keep(KEY, BINARY);
        assertThat(cache.find(KEY)).as("replaced").contains(BINARY);
    }

    @Test
    void aFileCutShortOrTooLongIsNoticed() throws IOException {
        cache.keep(KEY, BINARY);
        Path file = onlyFile();
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThat(cache.find(KEY))
                    .as("%d of %d bytes", length, whole.length)
                    .isEmpty();
        }
        Files.write(file, Arrays.copyOf(whole, whole.length + 1));
        assertThat(cache.find(KEY)).isEmpty();
    }

    @Test
    void anotherProgramUnderItsNameIsNotTaken() throws IOException {
        cache.keep(KEY, BINARY);
        Path mine = onlyFile();
        ProgramKey other = new ProgramKey(KEY.device(), KEY.name(), KEY.options(), "kernel void add() { }");
        Path folderOfOther = Files.createDirectory(folder.resolve("other"));
        ProgramCache.in(folderOfOther, 1 << 20).keep(other, new byte[] {9});
        try (Stream<Path> listing = Files.list(folderOfOther)) {
            Files.move(listing.findFirst().orElseThrow(), mine, StandardCopyOption.REPLACE_EXISTING);
        }
        assertThat(cache.find(KEY)).isEmpty();
    }

    @Test
    void aFolderInItsPlaceIsAsIfItWereNotThere() throws IOException {
        cache.keep(KEY, BINARY);
        Path file = onlyFile();
        Files.delete(file);
        Files.createDirectories(file.resolve("in the way"));
        assertThat(cache.find(KEY)).isEmpty();
        cache.keep(KEY, BINARY);
        assertThat(cache.find(KEY)).isEmpty();
        assertThat(files()).as("nothing half-written").containsExactly(file);
    }

    @Test
    void aFolderThatIsGoneKeepsNothing() {
        ProgramCache gone = ProgramCache.in(folder.resolve("gone"), 1 << 20);
        gone.keep(KEY, BINARY);
        assertThat(gone.find(KEY)).isEmpty();
    }

    @Test
    void whatWasNotUsedForLongestMakesRoom() throws IOException {
        byte[] large = new byte[1000];
        ProgramCache small = ProgramCache.in(folder, 4500);
        ProgramKey[] keys = new ProgramKey[4];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = new ProgramKey("card", "k" + i, "", "");
            small.keep(keys[i], large);
        }
        Instant now = Instant.now();
        for (Path file : files()) {
            Files.setLastModifiedTime(file, FileTime.from(now.minusSeconds(100_000)));
        }
        assertThat(small.find(keys[0])).as("used now").isPresent();
        small.keep(new ProgramKey("card", "new", "", ""), large);
        assertThat(small.find(keys[0])).isPresent();
        assertThat(Stream.of(keys).filter(key -> small.find(key).isPresent())).hasSizeLessThan(keys.length);
        assertThat(small.shares()).singleElement().satisfies(share -> assertThat(share.bytes())
                .isBetween(2000L, 4500L));
    }

    @Test
    void sharesAreCountedByDevice() throws IOException {
        cache.keep(KEY, BINARY);
        cache.keep(new ProgramKey("board", "add", "", ""), BINARY);
        cache.keep(new ProgramKey("board", "sub", "", ""), BINARY);
        Files.writeString(folder.resolve("0.clgrad-program"), "no program");
        assertThat(cache.shares().stream().map(s -> s.device() + ": " + s.entries()))
                .containsExactly("board: 2", "card, driver 1: 1", "unreadable: 1");
        assertThat(cache.shares().stream().mapToLong(ProgramCache.Share::bytes).sum())
                .isEqualTo(files().stream()
                        .mapToLong(file -> file.toFile().length())
                        .sum());
    }

    @Test
    void clearingDeletesProgramsAndNothingElse() throws IOException {
        Path foreign = Files.write(folder.resolve("letter.txt"), "dear".getBytes(StandardCharsets.UTF_8));
        cache.keep(KEY, BINARY);
        Files.createFile(folder.resolve("1.clgrad-program77.part")); // of a writer that died
        assertThat(cache.clear()).isEqualTo(2);
        assertThat(files()).containsExactly(foreign);
        assertThat(cache.shares()).isEmpty();
    }

    @Test
    void noneKeepsNothing() throws IOException {
        ProgramCache none = ProgramCache.none();
        none.keep(KEY, BINARY);
        assertThat(none.find(KEY)).isEmpty();
        assertThat(none.shares()).isEmpty();
        assertThat(none.clear()).isZero();
    }
}
