package org.clgrad.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.clgrad.autograd.ScalarLog;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Device;
import org.clgrad.engine.Scope;
import org.clgrad.nn.data.Batch;
import org.clgrad.nn.data.DataLoader;
import org.clgrad.nn.data.Dataset;
import org.jspecify.annotations.Nullable;

/** One call of {@link Trainer#fit}: the steps, what is noted of them on the device, and what is known of it here. */
final class TrainingRun implements Progress, AutoCloseable {
    /** The steps in which programs are built and memory is found; the rate of training is counted after them. */
    private static final int WARM_UP_STEPS = 50;
    /** Reading waits for the device, so that it idles while the next step is prepared: once in so many steps is cheap. */
    private static final int STEPS_BETWEEN_READS = 50;

    private final Trainer trainer;
    private final DataLoader loader;
    private final Device device;
    private final Feed feed;
    private final long totalSteps;
    private final Throughput throughput = new Throughput();
    private final @Nullable ClassCount learnt;
    private @Nullable ScalarLog losses;

    private int epoch;
    private long steps;
    private long epochSteps;
    private long readAt;
    private double loss = Double.NaN;
    private double accuracy = Double.NaN;

    TrainingRun(Trainer trainer, DataLoader loader) {
        Module model = trainer.model();
        this.trainer = trainer;
        this.loader = loader;
        this.device = model.device();
        this.feed = new Feed(loader, device, model.dtype());
        this.totalSteps = Math.min(trainer.maxSteps(), (long) trainer.epochs() * loader.batchesPerEpoch());
        this.learnt = ClassCount.hasClasses(loader.dataset()) ? new ClassCount(device, loader.dataset()) : null;
    }

    TrainingResult run() {
        long begun = System.nanoTime();
        List<Double> accuracies = new ArrayList<>();
        while (steps < totalSteps) {
            runEpoch();
            double tested = Double.NaN;
            if (trainer.test().isPresent()) {
                tested = test(trainer.test().get());
                accuracies.add(tested);
            }
            trainer.listener().epochEnded(this, tested);
            epoch++;
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        List<Double> noted = losses == null
                ? List.of()
                : Arrays.stream(losses.read()).boxed().toList();
        return new TrainingResult(noted, accuracies, throughput.perSecond(), seconds);
    }

    private void runEpoch() {
        trainer.model().train();
        epochSteps = 0;
        if (learnt != null) {
            learnt.reset();
        }
        throughput.start();
        for (Batch batch : loader.epoch(epoch)) {
            if (steps == totalSteps) {
                break;
            }
            if (steps == WARM_UP_STEPS) {
                throughput.reset();
            }
            step(batch);
            steps++;
            epochSteps++;
            throughput.add(batch.size());
            trainer.listener().stepped(this);
        }
        device.finish();
        throughput.stop();
    }

    /** One step; whatever it makes is released at its end. */
    private void step(Batch batch) {
        try (Scope scope = Scope.open()) {
            Feed.Samples samples = feed.upload(batch);
            Tensor value = trainer.optimizer().minimize(() -> {
                Tensor outputs = trainer.model().apply(samples.inputs());
                if (learnt != null) {
                    learnt.add(outputs, samples.targets());
                }
                return trainer.loss().apply(outputs, samples.targets());
            });
            note(value);
        }
    }

    private void note(Tensor value) {
        if (losses == null) {
            losses = new ScalarLog(device, value.dtype(), Math.toIntExact(totalSteps));
        }
        losses.record(value);
    }

    private double test(Dataset dataset) {
        return Trainer.evaluate(trainer.model(), dataset, loader.batchSize(), (done, total) -> trainer.listener()
                .testing(this, done, total));
    }

    // ---- Progress

    private void read() {
        boolean atEnd = epochSteps == totalEpochSteps() && steps > readAt;
        boolean due = atEnd || steps - readAt >= STEPS_BETWEEN_READS;
        if (due && losses != null) {
            readAt = steps;
            loss = Arrays.stream(losses.recent((int) epochSteps)).average().orElse(Double.NaN);
            accuracy = learnt == null ? Double.NaN : learnt.share();
        }
    }

    @Override
    public int epoch() {
        return epoch;
    }

    @Override
    public int epochs() {
        return trainer.epochs();
    }

    @Override
    public long steps() {
        return steps;
    }

    @Override
    public long totalSteps() {
        return totalSteps;
    }

    @Override
    public long epochSteps() {
        return epochSteps;
    }

    @Override
    public long totalEpochSteps() {
        return Math.min(loader.batchesPerEpoch(), totalSteps - (steps - epochSteps));
    }

    @Override
    public double loss() {
        read();
        return loss;
    }

    @Override
    public double accuracy() {
        read();
        return accuracy;
    }

    @Override
    public double samplesPerSecond() {
        return throughput.perSecond();
    }

    /** Gives back what it noted on the device, and the last gradients. */
    @Override
    public void close() {
        trainer.optimizer().zeroGrad();
        if (learnt != null) {
            learnt.close();
        }
        if (losses != null) {
            losses.close();
        }
    }
}
