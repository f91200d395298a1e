package org.clgrad.tests.leaks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.clgrad.engine.CacheFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten thousand steps take no more memory than a hundred, on the device and in the process. */
class LongTrainingTest {
    private static final int STEPS = 10_000;

    /**
     * A heap of a fixed size, touched in the beginning, and one compiler that keeps no profiles, so that what grows is
     * native memory and nothing else.
     */
    private static final List<String> JVM = List.of(
            "-Xms48m",
            "-Xmx48m",
            "-XX:+AlwaysPreTouch",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:MaxDirectMemorySize=16m");

    @TempDir
    Path folder;

    /** @param kibibytes the resident set */
    private record Memory(long liveBytes, long kibibytes) {
        static Memory parse(String line) {
            long[] numbers = Arrays.stream(line.split(" ", -1))
                    .mapToLong(Long::parseLong)
                    .toArray();
            return new Memory(numbers[0], numbers[1]);
        }
    }

    @Test
    void tenThousandStepsHoldWhatAHundredDo() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/status")), "the resident set is read from /proc");
        // Programs that are built are written to disk in the background, which a short training or a busy machine may
        // leave
        // to the next one; so all of them are there before.
        for (int known = -1; known != programs(); ) {
            known = programs();
            train(STEPS / 5);
        }
        List<Memory> memory = train(STEPS);
        assertThat(memory).hasSize(2);
        assertThat(memory.get(1).liveBytes()).isEqualTo(memory.get(0).liveBytes());
        assertThat(memory.get(1).kibibytes())
                .as("resident set of %s", memory)
                .isCloseTo(memory.get(0).kibibytes(), Percentage.withPercentage(5));
    }

    /** How many programs are on disk. */
    private static int programs() {
        return CacheFolder.ofUser()
                .folder("programs")
                .map(folder -> folder.toFile().list())
                .map(names -> names.length)
                .orElse(0);
    }

    /** What a process says that trains for so many steps. */
    private List<Memory> train(int steps) throws Exception {
        Path out = folder.resolve("out");
        ProcessBuilder builder = new ProcessBuilder(command(steps));
        // PoCL's plain device starts no threads, which makes so many tiny kernels quick; others ignore the variable.
        builder.environment().put("POCL_DEVICES", "basic");
        Process process = builder.redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(process.waitFor()).as("exit code").isZero();
        return Files.readAllLines(out).stream().map(Memory::parse).toList();
    }

    private static List<String> command(int steps) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM);
        if (Runtime.version().feature() >= 24) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of(
                "-cp", System.getProperty("java.class.path"), LongTraining.class.getName(), Integer.toString(steps)));
        return command;
    }
}
