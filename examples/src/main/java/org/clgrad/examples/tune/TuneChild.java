package org.clgrad.examples.tune;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.clgrad.engine.Device;
import org.clgrad.engine.DeviceRequest;
import org.clgrad.engine.Devices;
import org.clgrad.engine.tuner.JobTrial;
import org.clgrad.engine.tuner.TuningJob;
import org.jspecify.annotations.Nullable;

/**
 * The process in which candidates race. It opens the device that the environment asks for and answers once; then answers each
 * {@link TrialRequest} with a {@link TrialAnswer}, until there are no more or one has failed.
 */
final class TuneChild implements AutoCloseable {
    private final Device device;
    private final List<TuningJob> jobs;
    private int open = -1;
    private @Nullable JobTrial trial;

    private TuneChild(Device device, List<TuningJob> jobs) {
        this.device = device;
        this.jobs = jobs;
    }

    /**
     * Answers until the input ends.
     *
     * @param args the words of a {@link TuningRequest}
     */
    public static void main(String[] args) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (Device device = Devices.discover().open(DeviceRequest.environment());
                TuneChild child =
                        new TuneChild(device, TuningRequest.parse(List.of(args)).jobs(device.capabilities()))) {
            out.println(TrialAnswer.READY.toLine());
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                out.println(child.answer(TrialRequest.parse(line)).toLine());
            }
        } catch (RuntimeException e) {
            out.println(TrialAnswer.failed(e).toLine());
        }
    }

    private TrialAnswer answer(TrialRequest request) {
        JobTrial ready = trial(request.job());
        TrialRequest.Way best = request.best();
        TrialRequest.Way rival = request.rival();
        return best == null || rival == null
                ? TrialAnswer.READY
                : TrialAnswer.of(ready.race(best.candidate(), rival.candidate(), request.rounds()));
    }

    private JobTrial trial(int job) {
        JobTrial ready = trial;
        if (ready == null || open != job) {
            close();
            ready = JobTrial.of(device, jobs.get(job));
            trial = ready;
            open = job;
        }
        return ready;
    }

    @Override
    public void close() {
        if (trial != null) {
            trial.close();
            trial = null;
        }
    }
}
