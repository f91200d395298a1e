package org.clgrad.nn;

import java.util.Optional;
import org.clgrad.autograd.GradMode;
import org.clgrad.engine.Scope;
import org.clgrad.nn.data.Batch;
import org.clgrad.nn.data.DataLoader;
import org.clgrad.nn.data.Dataset;
import org.clgrad.nn.data.SampleProgress;
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
     * Trains. The module is in training mode while it learns, in evaluation mode while it is tested, and in the end in the
     * mode in which it was.
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
        boolean before = model.isTraining();
        DataLoader loader = DataLoader.inOrder(dataset, batchSize);
        try (Scope scope = Scope.open();
                ClassCount count = new ClassCount(model.device(), dataset)) {
            GradMode.set(scope, false);
            model.eval();
            Feed feed = new Feed(loader, model.device(), model.dtype());
            long done = 0;
            progress.done(done, dataset.size());
            for (Batch batch : loader.epoch(0)) {
                try (Scope step = Scope.open()) {
                    Feed.Samples samples = feed.upload(batch);
                    count.add(model.apply(samples.inputs()), samples.targets());
                }
                done += batch.size();
                progress.done(done, dataset.size());
            }
            return count.share();
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
}
