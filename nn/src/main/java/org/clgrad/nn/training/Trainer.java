package org.clgrad.nn.training;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.clgrad.autograd.GradMode;
import org.clgrad.autograd.RandomStream;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Scope;
import org.clgrad.nn.CheckpointNames;
import org.clgrad.nn.Module;
import org.clgrad.nn.Weights;
import org.clgrad.nn.data.Batch;
import org.clgrad.nn.data.DataLoader;
import org.clgrad.nn.data.Dataset;
import org.clgrad.nn.data.SampleProgress;
import org.clgrad.nn.loss.Loss;
import org.clgrad.nn.optim.Optimizer;
import org.jspecify.annotations.Nullable;

/**
 * Trains a module on a data set.
 *
 * <pre>{@code
 * var result = new Trainer(model, new CrossEntropyLoss(), new Adam(model.parameters(), 1e-3))
 *     .epochs(5)
 *     .test(data.test())
 *     .fit(DataLoader.shuffled(data.train(), 64, seed));
 * }</pre>
 *
 * <p>A step uploads a batch, scales bytes to 0 … 1 on the device, goes forward and back, changes the parameters, and notes
 * the loss and, where targets are class numbers, how many it got right. All of that is handed to the device without
 * waiting for it; what is noted stays there until someone asks.
 */
public final class Trainer {
    private final Module model;
    private final Loss loss;
    private final Optimizer optimizer;
    private int epochs = 1;
    private long maxSteps = Long.MAX_VALUE;
    private @Nullable Dataset test;
    private TrainingListener listener = new TrainingListener() {};
    private @Nullable Path checkpoint;
    private Map<String, String> notes = Map.of();
    private @Nullable Path resumed;
    private @Nullable RandomStream random;
    private BooleanSupplier stop = () -> false;

    /** A trainer for one epoch, without tests. */
    public Trainer(Module model, Loss loss, Optimizer optimizer) {
        this.model = model;
        this.loss = loss;
        this.optimizer = optimizer;
    }

    /** Sets how often it goes through all samples. */
    public Trainer epochs(int epochs) {
        if (epochs < 1) {
            throw new IllegalArgumentException("epochs: expected 1 or more, got " + epochs);
        }
        this.epochs = epochs;
        return this;
    }

    /** Sets after how many steps it ends in any case. */
    public Trainer maxSteps(long maxSteps) {
        if (maxSteps < 1) {
            throw new IllegalArgumentException("max steps: expected 1 or more, got " + maxSteps);
        }
        this.maxSteps = maxSteps;
        return this;
    }

    /** Sets on what the accuracy is measured after each epoch, and after the last step; targets are class numbers. */
    public Trainer test(Dataset test) {
        ClassCount.checkTargets(test);
        this.test = test;
        return this;
    }

    /** Sets who is told how it goes. */
    public Trainer listener(TrainingListener listener) {
        this.listener = listener;
        return this;
    }

    /**
     * Sets where the training is saved after each epoch, and when it is stopped: a {@link Checkpoint}, put in place of the
     * one before only when it is whole on the disk.
     *
     * @param notes kept in it for whoever takes the training up again
     */
    public Trainer checkpoint(Path file, Map<String, String> notes) {
        this.checkpoint = file;
        this.notes = Map.copyOf(notes);
        return this;
    }

    /**
     * Sets the checkpoint to go on from: with the same model, optimizer, data and batches, the losses from there on are
     * those of a training that was never stopped.
     */
    public Trainer resume(Path file) {
        this.resumed = file;
        return this;
    }

    /** Sets the random stream that the model draws from while it trains, so that it is saved and taken up again too. */
    public Trainer random(RandomStream random) {
        this.random = random;
        return this;
    }

    /** Sets who is asked after each step whether to stop there; what was done is saved before. */
    public Trainer stopWhen(BooleanSupplier stop) {
        this.stop = stop;
        return this;
    }

    /**
     * Trains. The module is in training mode while it learns, in evaluation mode while it is tested, and in the end in the
     * mode in which it was.
     *
     * @throws org.clgrad.nn.data.DataException if a checkpoint cannot be written, or the one to go on from does not fit or
     *     is of a training that has already come to its end
     */
    public TrainingResult fit(DataLoader loader) {
        boolean before = model.isTraining();
        try (TrainingRun run = new TrainingRun(this, loader)) {
            return run.run();
        } finally {
            model.train(before);
        }
    }

    /**
     * The share of samples whose class has the largest output, 0 … 1; in evaluation mode and without a graph. Waits for
     * the device once, at the end.
     *
     * @param batchSize how many samples are looked at together
     * @throws IllegalArgumentException if targets are not class numbers
     */
    public static double evaluate(Module model, Dataset dataset, int batchSize) {
        return evaluate(model, dataset, batchSize, SampleProgress.UNWATCHED);
    }

    /**
     * Like {@link #evaluate(Module, Dataset, int)}, and tells how far it is.
     *
     * @param progress called before the first batch and after each
     */
    public static double evaluate(Module model, Dataset dataset, int batchSize, SampleProgress progress) {
        return evaluate(model, dataset, batchSize, progress, () -> false);
    }

    /** The share so far, once it is asked to stop. */
    static double evaluate(
            Module model, Dataset dataset, int batchSize, SampleProgress progress, BooleanSupplier stop) {
        try (ClassCount count = new ClassCount(model.device(), dataset)) {
            eachOutput(
                    model,
                    dataset,
                    batchSize,
                    progress,
                    stop,
                    (outputs, samples) -> count.add(outputs, samples.targets()));
            return count.share();
        }
    }

    /**
     * How probable each class is for each sample, by the softmax of the outputs; in evaluation mode and without a graph.
     *
     * @param batchSize how many samples are looked at together
     * @return [samples][classes]
     */
    public static double[][] probabilities(Module model, Dataset dataset, int batchSize) {
        List<double[]> rows = new ArrayList<>();
        eachOutput(model, dataset, batchSize, SampleProgress.UNWATCHED, () -> false, (outputs, samples) -> {
            int classes = Math.toIntExact(outputs.size(1));
            double[] flat = outputs.softmax(1).toDoubles();
            for (int from = 0; from < flat.length; from += classes) {
                rows.add(Arrays.copyOfRange(flat, from, from + classes));
            }
        });
        return rows.toArray(double[][]::new);
    }

    /** What is done with the outputs of a batch, in its scope. */
    @FunctionalInterface
    private interface OutputVisitor {
        void batch(Tensor outputs, Feed.Samples samples);
    }

    private static void eachOutput(
            Module model,
            Dataset dataset,
            int batchSize,
            SampleProgress progress,
            BooleanSupplier stop,
            OutputVisitor visitor) {
        boolean before = model.isTraining();
        DataLoader loader = DataLoader.inOrder(dataset, batchSize);
        try (Scope scope = Scope.open()) {
            GradMode.set(scope, false);
            model.eval();
            Feed feed = new Feed(loader, model.device(), model.dtype());
            long done = 0;
            progress.done(done, dataset.size());
            for (Batch batch : loader.epoch(0)) {
                if (stop.getAsBoolean()) {
                    return;
                }
                try (Scope step = Scope.open()) {
                    Feed.Samples samples = feed.upload(batch);
                    visitor.batch(model.apply(samples.inputs()), samples);
                }
                done += batch.size();
                progress.done(done, dataset.size());
            }
        } finally {
            model.train(before);
        }
    }

    Module model() {
        return model;
    }

    Loss loss() {
        return loss;
    }

    Optimizer optimizer() {
        return optimizer;
    }

    int epochs() {
        return epochs;
    }

    long maxSteps() {
        return maxSteps;
    }

    Optional<Dataset> test() {
        return Optional.ofNullable(test);
    }

    TrainingListener listener() {
        return listener;
    }

    Optional<Path> checkpoint() {
        return Optional.ofNullable(checkpoint);
    }

    Map<String, String> notes() {
        return notes;
    }

    Optional<Path> resumed() {
        return Optional.ofNullable(resumed);
    }

    boolean stops() {
        return stop.getAsBoolean();
    }

    /** All tensors that a checkpoint holds, by name. */
    Map<String, Weights.Entry> state() {
        Map<String, Weights.Entry> state = new LinkedHashMap<>(model.state());
        optimizer
                .namedState()
                .forEach((name, tensor) ->
                        state.put(CheckpointNames.OPTIMIZER + name, new Weights.Entry(tensor, false)));
        if (random != null) {
            state.put(CheckpointNames.RANDOM, new Weights.Entry(random.state(), false));
        }
        return state;
    }
}
