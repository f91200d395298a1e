package org.clgrad.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class CacheFolderTest {
    @TempDir
    private Path folder;

    private static String path(Map<String, String> environment, String system, String home) {
        return CacheFolder.of(environment, system, home)
                .path()
                .map(Path::toString)
                .orElse("none");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the paths of Linux and macOS are none of Windows's")
    void eachSystemHasItsPlace() {
        assertThat(path(Map.of(), "Linux", "/home/ada")).isEqualTo("/home/ada/.cache/clgrad");
        assertThat(path(Map.of("XDG_CACHE_HOME", "/var/c"), "Linux", "/home/ada"))
                .isEqualTo("/var/c/clgrad");
        assertThat(path(Map.of("XDG_CACHE_HOME", "c"), "Linux", "/home/ada")).isEqualTo("/home/ada/.cache/clgrad");
        assertThat(path(Map.of("XDG_CACHE_HOME", ""), "Linux", "/home/ada")).isEqualTo("/home/ada/.cache/clgrad");
        assertThat(path(Map.of(), "Mac OS X", "/Users/ada")).isEqualTo("/Users/ada/Library/Caches/clgrad");
        assertThat(path(Map.of("LOCALAPPDATA", "/L"), "Windows 11", "/C")).isEqualTo("/L/clgrad/cache");
        assertThat(path(Map.of(), "Windows 11", "/C")).isEqualTo("none");
    }

    @Test
    void theVariableOutranksAll() {
        String named = folder.resolve("mine").toString();
        assertThat(path(Map.of("CLGRAD_CACHE", named, "XDG_CACHE_HOME", "/x"), "Linux", "/h"))
                .isEqualTo(named);
        assertThat(CacheFolder.of(Map.of("CLGRAD_CACHE", "mine"), "Linux", "/h").path())
                .contains(Path.of("mine").toAbsolutePath());
    }

    @Test
    void withoutHomeOrWithANameThatIsNoPathThereIsNone() {
        assertThat(path(Map.of(), "Linux", "?")).isEqualTo("none");
        assertThat(path(Map.of("CLGRAD_CACHE", "a\0b"), "Linux", "/h")).isEqualTo("none");
        assertThat(CacheFolder.of(Map.of(), "Linux", "?").folder("programs")).isEmpty();
    }

    @Test
    void foldersAreMadeForTheirOwnerOnly() throws IOException {
        Path root = folder.resolve("a/b");
        CacheFolder cache = CacheFolder.of(Map.of("CLGRAD_CACHE", root.toString()), "Linux", "/h");
        assertThat(Files.exists(root)).isFalse();
        assertThat(cache.folder("programs")).contains(root.resolve("programs"));
        assertThat(cache.folder("programs")).as("made before").contains(root.resolve("programs"));
        if (Files.getFileStore(root).supportsFileAttributeView("posix")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve("programs"))))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void whatIsNoFolderGivesNone() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        CacheFolder cache = CacheFolder.of(Map.of("CLGRAD_CACHE", file.toString()), "Linux", "/h");
        assertThat(cache.folder("programs")).isEmpty();
    }
}
