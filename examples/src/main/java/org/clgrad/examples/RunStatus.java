package org.clgrad.examples;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a process of clgrad is doing, as it says once a second. The components are the fields of the JSON that {@code
 * clgrad devices --watch --json} prints.
 *
 * @param pid the process
 * @param started when the process began, in milliseconds since 1970, which tells it from a later one of the same number
 * @param updated when this was written, alike
 * @param work what it is doing, such as {@code train mnist-cnn}
 * @param device the device's name
 * @param binding how it is reached
 * @param liveBytes device memory in use
 * @param peakBytes the most device memory that was in use at one time
 * @param cachedBytes device memory kept for use again
 * @param launchesPerSecond kernels launched in the last second
 * @param residentBytes the process's memory on the host; 0 where that is not known
 * @param processors how many processors the process used in the last second, such as 1.5
 * @param epoch the epoch, from 1; 0 before the first
 * @param epochs how many there are to be
 * @param steps steps done
 * @param totalSteps how many there are to be
 * @param samplesPerSecond samples trained on in a second; nothing before the first
 */
record RunStatus(
        long pid,
        long started,
        long updated,
        String work,
        String device,
        String binding,
        long liveBytes,
        long peakBytes,
        long cachedBytes,
        double launchesPerSecond,
        long residentBytes,
        double processors,
        int epoch,
        int epochs,
        long steps,
        long totalSteps,
        @Nullable Double samplesPerSecond) {
    private static final Gson GSON = new Gson();

    String toJson() {
        return GSON.toJson(this);
    }

    /** What is in a file; nothing, if that is no status. */
    static Optional<RunStatus> parse(String json) {
        try {
            return Optional.ofNullable(GSON.fromJson(json, RunStatus.class))
                    .filter(status -> status.work() != null && status.device() != null && status.binding() != null);
        } catch (JsonParseException e) {
            return Optional.empty();
        }
    }

    /** Whether the process that wrote this still runs. */
    boolean isOfLivingProcess() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process -> startOf(process) == started)
                .isPresent();
    }

    /** When a process began, in milliseconds since 1970; 0 where the system does not say. */
    static long startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }
}
