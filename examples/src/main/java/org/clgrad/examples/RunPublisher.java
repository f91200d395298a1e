package org.clgrad.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Timer;
import java.util.TimerTask;
import org.clgrad.engine.Device;
import org.clgrad.engine.DeviceStatistics;
import org.clgrad.nn.training.Progress;
import org.clgrad.nn.training.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says once a second what this process is doing, for {@code clgrad devices --watch} in another one: OpenCL cannot be asked
 * about other processes. The training is told on to whoever listens to it else. Where nothing can be written, nothing is.
 */
final class RunPublisher implements TrainingListener, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RunPublisher.class);

    private static final ProcessHandle PROCESS = ProcessHandle.current();
    private static final long MILLIS_BETWEEN = 1000;
    private static final Path MEMORY = Path.of("/proc/self/status");

    /** How far the training is; taken in its own thread, where alone it may be asked. */
    private record Place(int epoch, int epochs, long steps, long totalSteps, double samplesPerSecond) {
        static final Place BEFORE = new Place(0, 0, 0, 0, Double.NaN);
    }

    private final RunFolder folder;
    private final Device device;
    private final String work;
    private final TrainingListener next;
    private final Timer clock = new Timer("clgrad-status", true);
    private volatile Place place = Place.BEFORE;
    private @Nullable Path file;
    private long lastNanos = System.nanoTime();
    private long lastLaunches;
    private Duration lastBusy = busy();

    RunPublisher(RunFolder folder, Device device, String work, TrainingListener next) {
        this.folder = folder;
        this.device = device;
        this.work = work;
        this.next = next;
    }

    /** Starts to say it, until it is closed. */
    static RunPublisher start(Device device, String work, TrainingListener next) {
        RunPublisher publisher = new RunPublisher(RunFolder.ofUser(), device, work, next);
        TimerTask task = new TimerTask() {
            @Override
            public void run() {
                publisher.publish();
            }
        };
        publisher.clock.schedule(task, MILLIS_BETWEEN, MILLIS_BETWEEN);
        return publisher;
    }

    /** Says what is so now. */
    synchronized void publish() {
        try {
            Path written = folder.write(status());
            if (file == null) {
                // Also when a signal ends the process.
                written.toFile().deleteOnExit();
                file = written;
            }
        } catch (IOException | RuntimeException e) {
            log.debug("no status for `clgrad devices --watch`: {}", e.toString());
            clock.cancel();
        }
    }

    private RunStatus status() throws IOException {
        DeviceStatistics statistics = device.statistics();
        long now = System.nanoTime();
        double seconds = Math.max(1, now - lastNanos) / 1e9;
        Duration busy = busy();
        Place at = place;
        RunStatus status = new RunStatus(
                PROCESS.pid(),
                RunStatus.startOf(PROCESS),
                System.currentTimeMillis(),
                work,
                device.name(),
                device.binding(),
                statistics.liveBytes(),
                statistics.peakBytes(),
                statistics.cachedBytes(),
                (statistics.launches() - lastLaunches) / seconds,
                residentBytes(),
                busy.minus(lastBusy).toNanos() / 1e9 / seconds,
                at.epoch(),
                at.epochs(),
                at.steps(),
                at.totalSteps(),
                Double.isFinite(at.samplesPerSecond()) ? at.samplesPerSecond() : null);
        lastNanos = now;
        lastLaunches = statistics.launches();
        lastBusy = busy;
        return status;
    }

    private static Duration busy() {
        return PROCESS.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private static long residentBytes() throws IOException {
        if (!Files.isReadable(MEMORY)) {
            return 0;
        }
        Optional<String> line = Files.readAllLines(MEMORY).stream()
                .filter(text -> text.startsWith("VmRSS:"))
                .findFirst();
        return line.map(text -> 1024 * Long.parseLong(text.replaceAll("[^0-9]", "")))
                .orElse(0L);
    }

    // ---- The training

    private void note(Progress progress) {
        place = new Place(
                progress.epoch() + 1,
                progress.epochs(),
                progress.steps(),
                progress.totalSteps(),
                progress.samplesPerSecond());
    }

    @Override
    public void stepped(Progress progress) {
        note(progress);
        next.stepped(progress);
    }

    @Override
    public void testing(Progress progress, long done, long total) {
        next.testing(progress, done, total);
    }

    @Override
    public void epochEnded(Progress progress, double testAccuracy) {
        next.epochEnded(progress, testAccuracy);
    }

    /** Ends it and takes away what was said. */
    @Override
    public void close() {
        clock.cancel();
        synchronized (this) {
            if (file != null && !file.toFile().delete()) {
                log.debug("{} was gone already", file);
            }
        }
    }
}
