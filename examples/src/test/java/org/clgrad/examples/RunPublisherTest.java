package org.clgrad.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.clgrad.engine.Device;
import org.clgrad.engine.Devices;
import org.clgrad.engine.Storage;
import org.clgrad.nn.training.Progress;
import org.clgrad.nn.training.TrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunPublisherTest {
    @TempDir
    Path temporary;

    private final Device device = Devices.openHost();

    /** The ninth of ten steps in the second of three epochs. */
    private static final class Ninth implements Progress {
        @Override
        public int epoch() {
            return 1;
        }

        @Override
        public int epochs() {
            return 3;
        }

        @Override
        public long steps() {
            return 9;
        }

        @Override
        public long totalSteps() {
            return 10;
        }

        @Override
        public long epochSteps() {
            return 4;
        }

        @Override
        public long totalEpochSteps() {
            return 5;
        }

        @Override
        public double loss() {
            throw new AssertionError("reading the loss would wait for the device");
        }

        @Override
        public double accuracy() {
            throw new AssertionError("reading the accuracy would wait for the device");
        }

        @Override
        public double samplesPerSecond() {
            return 1234.5;
        }
    }

    private RunFolder folder() {
        return RunFolder.of(Map.of(), temporary.toString(), "somebody");
    }

    @Test
    void whatIsPublishedCanBeReadUntilItIsClosed() throws IOException {
        Storage storage = device.allocate(1000);
        try (RunPublisher publisher = new RunPublisher(folder(), device, "train digits", new TrainingListener() {})) {
            publisher.publish();
            assertThat(folder().read()).singleElement().satisfies(status -> {
                assertThat(status.pid()).isEqualTo(ProcessHandle.current().pid());
                assertThat(status.work()).isEqualTo("train digits");
                assertThat(status.device()).isEqualTo("host");
                assertThat(status.binding()).isEqualTo("java");
                assertThat(status.liveBytes()).isEqualTo(1000);
                assertThat(status.samplesPerSecond()).isNull();
                assertThat(status.totalSteps()).isZero();
            });
            publisher.stepped(new Ninth());
            publisher.publish();
            assertThat(folder().read()).singleElement().satisfies(status -> {
                assertThat(status.epoch()).isEqualTo(2);
                assertThat(status.epochs()).isEqualTo(3);
                assertThat(status.steps()).isEqualTo(9);
                assertThat(status.totalSteps()).isEqualTo(10);
                assertThat(status.samplesPerSecond()).isEqualTo(1234.5);
            });
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder().path())))
                    .isEqualTo("rwx------");
        }
        storage.release();
        assertThat(folder().path()).isEmptyDirectory();
    }

    @Test
    void theTrainingIsToldOn() {
        List<String> heard = new ArrayList<>();
        TrainingListener next = new TrainingListener() {
            @Override
            public void stepped(Progress progress) {
                heard.add("step " + progress.steps());
            }

            @Override
            public void testing(Progress progress, long done, long total) {
                heard.add("test " + done + "/" + total);
            }

            @Override
            public void epochEnded(Progress progress, double testAccuracy) {
                heard.add("end " + testAccuracy);
            }
        };
        try (RunPublisher publisher = new RunPublisher(folder(), device, "train digits", next)) {
            publisher.stepped(new Ninth());
            publisher.testing(new Ninth(), 1, 2);
            publisher.epochEnded(new Ninth(), 0.5);
        }
        assertThat(heard).containsExactly("step 9", "test 1/2", "end 0.5");
    }

    @Test
    void whereNothingCanBeWrittenTheTrainingGoesOn() throws IOException {
        Path file = Files.writeString(temporary.resolve("clgrad-somebody"), "no folder");
        try (RunPublisher publisher = new RunPublisher(folder(), device, "train", new TrainingListener() {})) {
            publisher.publish();
            publisher.stepped(new Ninth());
        }
        assertThat(file).hasContent("no folder");
    }

    @Test
    void filesOfDeadProcessesAndOtherFilesGo() throws IOException, InterruptedException {
        try (RunPublisher publisher = new RunPublisher(folder(), device, "train", new TrainingListener() {})) {
            publisher.publish();
            Path own = folder().path().resolve(ProcessHandle.current().pid() + ".json");
            String status = Files.readString(own);
            Process ended = new ProcessBuilder("true").start();
            ended.waitFor();
            Path dead = Files.writeString(
                    folder().path().resolve("1.json"), status.replaceFirst("\"pid\":[0-9]+", "\"pid\":" + ended.pid()));
            // A later process may have the number of one that is gone.
            Path reused = Files.writeString(
                    folder().path().resolve("2.json"), status.replaceFirst("\"started\":[0-9]+", "\"started\":1"));
            Path nonsense = Files.writeString(folder().path().resolve("3.json"), "{\"pid\":");
            assertThat(folder().read()).hasSize(1);
            assertThat(own).exists();
            assertThat(List.of(dead, reused, nonsense)).noneMatch(Files::exists);
        }
    }

    @Test
    void theFolderIsThatOfTheSessionWhereThereIsOne() {
        Map<String, String> session = Map.of("XDG_RUNTIME_DIR", temporary.toString());
        assertThat(RunFolder.of(session, "/tmp", "somebody").path()).isEqualTo(temporary.resolve("clgrad"));
        Map<String, String> gone =
                Map.of("XDG_RUNTIME_DIR", temporary.resolve("gone").toString());
        assertThat(RunFolder.of(gone, "/tmp", "somebody").path()).isEqualTo(Path.of("/tmp/clgrad-somebody"));
    }
}
