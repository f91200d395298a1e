package org.clgrad.tests.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.clgrad.engine.cache.ProgramCache;
import org.clgrad.engine.cache.ProgramKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** One folder of programs and several processes, or one whose disk is full. */
class CacheProcessesTest {
    private static final int PROGRAMS = 8;
    private static final int BINARY_BYTES = 100_000;
    private static final int ROUNDS = 200;
    private static final long LIMIT_SECONDS = 120;

    /** Keeps and finds programs in a folder, and ends with status 1 if it finds one that is wrong. */
    static final class Keeper {
        private Keeper() {}

        public static void main(String[] args) {
            ProgramCache cache = ProgramCache.in(Path.of(args[0]), Long.parseLong(args[1]));
            for (int round = 0; round < ROUNDS; round++) {
                int program = round % PROGRAMS;
                Optional<byte[]> found = cache.find(key(program));
                if (found.isPresent() && !Arrays.equals(found.get(), binary(program))) {
                    System.exit(1);
                }
                cache.keep(key(program), binary(program));
            }
        }
    }

    private static ProgramKey key(int program) {
        return new ProgramKey("card", "program", "-D n=" + program, "");
    }

    private static byte[] binary(int program) {
        byte[] binary = new byte[BINARY_BYTES];
        Arrays.fill(binary, (byte) program);
        return binary;
    }

    @TempDir
    private Path folder;

    private List<String> keeper(long limitBytes) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classPath = System.getProperty("java.class.path");
        return List.of(
                java,
                "-XX:-UsePerfData",
                "-cp",
                classPath,
                Keeper.class.getName(),
                folder.toString(),
                Long.toString(limitBytes));
    }

    private static void awaitSuccess(Process process) throws InterruptedException {
        boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(ended).as("ended in %d s", LIMIT_SECONDS).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    private void keepTwiceAtOnce(long limitBytes) throws IOException, InterruptedException {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            processes.add(new ProcessBuilder(keeper(limitBytes)).inheritIO().start());
        }
        for (Process process : processes) {
            awaitSuccess(process);
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }

    private long found(long limitBytes) {
        ProgramCache cache = ProgramCache.in(folder, limitBytes);
        return IntStream.range(0, PROGRAMS)
                .filter(program -> {
                    Optional<byte[]> binary = cache.find(key(program));
                    binary.ifPresent(bytes -> assertThat(bytes).isEqualTo(binary(program)));
                    return binary.isPresent();
                })
                .count();
    }

    @Test
    void twoProcessesFindWholeProgramsOnly() throws Exception {
        long ample = 10L * PROGRAMS * BINARY_BYTES;
        keepTwiceAtOnce(ample);
        assertThat(names()).hasSize(PROGRAMS).noneMatch(name -> name.endsWith(".part"));
        assertThat(found(ample)).isEqualTo(PROGRAMS);
    }

    @Test
    void twoProcessesMakeRoomForEachOther() throws Exception {
        long tight = PROGRAMS * BINARY_BYTES / 2;
        keepTwiceAtOnce(tight);
        assertThat(names()).noneMatch(name -> name.endsWith(".part"));
        assertThat(found(tight)).isBetween(1L, PROGRAMS - 1L);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aFullDiskKeepsNothingAndIsNoError() throws Exception {
        // The system refuses to let a file grow beyond half a binary, as it refuses when a disk is full: half-way.
        String limited = "ulimit -f " + BINARY_BYTES / 2 / 512 + " && exec \"$@\"";
        List<String> words = new ArrayList<>(List.of("sh", "-c", limited, "sh"));
        words.addAll(keeper(1L << 30));
        awaitSuccess(new ProcessBuilder(words).inheritIO().start());
        assertThat(names()).as("nothing half-written").isEmpty();
    }
}
