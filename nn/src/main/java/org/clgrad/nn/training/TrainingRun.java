package org.clgrad.nn.training;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.clgrad.autograd.ScalarLog;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Device;
import org.clgrad.engine.Scope;
import org.clgrad.nn.CheckpointNames;
import org.clgrad.nn.Module;
import org.clgrad.nn.Weights;
import org.clgrad.nn.data.Batch;
import org.clgrad.nn.data.DataException;
import org.clgrad.nn.data.DataLoader;
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
    /** The losses of the steps before {@link #begun}, from a checkpoint. */
    private final List<Double> earlier = new ArrayList<>();

    private final List<Double> accuracies = new ArrayList<>();
    private @Nullable ScalarLog losses;

    /** The steps done when this run began. */
    private long begun;

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
        try {
            trainer.resumed().ifPresent(this::resume);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void resume(Path file) {
        Checkpoint.Position at = Checkpoint.read(file, state());
        int samples = loader.dataset().size();
        if (at.samples() != samples || at.batch() != loader.batchSize()) {
            throw new DataException(
                    file,
                    "is of a training in batches of " + at.batch() + " from " + at.samples() + " samples, got "
                            + loader.batchSize() + " from " + samples);
        }
        if (at.steps() >= totalSteps && at.epochSteps() == 0) {
            throw new DataException(
                    file,
                    "is of a training that has come to its end after " + at.steps() + " steps; there are to be "
                            + totalSteps);
        }
        epoch = at.epoch();
        steps = at.steps();
        epochSteps = at.epochSteps();
        begun = steps;
        readAt = steps;
        earlier.addAll(at.losses());
        accuracies.addAll(at.accuracies());
        trainer.optimizer().learningRate(at.learningRate());
        if (learnt != null) {
            learnt.resume(Math.min(samples, epochSteps * loader.batchSize()));
        }
    }

    /** All tensors that a checkpoint holds. */
    private Map<String, Weights.Entry> state() {
        Map<String, Weights.Entry> state = new LinkedHashMap<>(trainer.state());
        if (learnt != null) {
            state.put(CheckpointNames.TRAINING + "right", new Weights.Entry(learnt.right(), false));
        }
        return state;
    }

    private void save() {
        trainer.checkpoint().ifPresent(file -> {
            Checkpoint.Position at = new Checkpoint.Position(
                    epoch,
                    steps,
                    epochSteps,
                    loader.dataset().size(),
                    loader.batchSize(),
                    trainer.optimizer().learningRate(),
                    allLosses(),
                    accuracies.subList(0, Math.min(epoch, accuracies.size())));
            Checkpoint.write(file, state(), at, trainer.notes());
        });
    }

    TrainingResult run() {
        long start = System.nanoTime();
        boolean stopped = false;
        // An epoch that was stopped behind its last step has still to be tested.
        boolean more = true;
        while (more && !stopped) {
            stopped = runEpoch() || !test();
            if (!stopped && epochSteps == loader.batchesPerEpoch()) {
                epoch++;
                epochSteps = 0;
            }
            save();
            more = steps < totalSteps;
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return new TrainingResult(allLosses(), accuracies, throughput.perSecond(), seconds, stopped);
    }

    private List<Double> allLosses() {
        List<Double> all = new ArrayList<>(earlier);
        if (losses != null) {
            Arrays.stream(losses.read()).forEach(all::add);
        }
        return all;
    }

    /** Goes through what is left of an epoch; returns whether it was stopped. */
    private boolean runEpoch() {
        trainer.model().train();
        if (learnt != null && epochSteps == 0) {
            learnt.reset();
        }
        throughput.start();
        boolean stopped = false;
        long number = 0;
        for (Batch batch : loader.epoch(epoch)) {
            if (number++ < epochSteps) {
                continue;
            }
            if (stopped || steps == totalSteps) {
                break;
            }
            if (steps - begun == WARM_UP_STEPS) {
                throughput.reset();
            }
            step(batch);
            steps++;
            epochSteps++;
            throughput.add(batch.size());
            trainer.listener().stepped(this);
            stopped = trainer.stops();
        }
        device.finish();
        throughput.stop();
        return stopped;
    }

    /** Measures the accuracy where there is something to test on, and ends the epoch; false if it was stopped before. */
    private boolean test() {
        double tested = Double.NaN;
        if (trainer.test().isPresent()) {
            tested = Trainer.evaluate(
                    trainer.model(),
                    trainer.test().get(),
                    loader.batchSize(),
                    (done, total) -> trainer.listener().testing(this, done, total),
                    trainer::stops);
            if (trainer.stops()) {
                return false;
            }
            accuracies.add(tested);
        }
        trainer.listener().epochEnded(this, tested);
        return true;
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
            losses = new ScalarLog(device, value.dtype(), Math.toIntExact(totalSteps - begun));
        }
        losses.record(value);
    }

    // ---- Progress

    private void read() {
        boolean atEnd = epochSteps == totalEpochSteps() && steps > readAt;
        boolean due = atEnd || steps - readAt >= STEPS_BETWEEN_READS;
        if (due && losses != null) {
            readAt = steps;
            int here = (int) Math.min(epochSteps, steps - begun);
            List<Double> before = earlier.subList(earlier.size() - (int) (epochSteps - here), earlier.size());
            double sum = Arrays.stream(losses.recent(here)).sum()
                    + before.stream().mapToDouble(Double::doubleValue).sum();
            loss = sum / epochSteps;
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
