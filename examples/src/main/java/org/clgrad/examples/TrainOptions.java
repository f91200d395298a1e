package org.clgrad.examples;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** How to train; what is not said, the example decides. */
final class TrainOptions {
    /** Options that a training remembers, or that are not said again when it is gone on with. */
    static final Set<String> REMEMBERED = Set.of(
            "--data",
            "--dataset",
            "--download",
            "--seed",
            "--epochs",
            "--batch",
            "--max-steps",
            "--lr",
            "--weights",
            "--resume");

    private static final long DEFAULT_SEED = 1;

    @Option(names = "--out", paramLabel = "DIR", description = "Folder for the results. Default: runs/MODEL.")
    private @Nullable Path out;

    @Option(
            names = "--weights",
            paramLabel = "FILE",
            description = "Weights to begin with, in safetensors. Default: random ones.")
    private @Nullable Path weights;

    @Option(
            names = "--resume",
            description =
                    "Go on with the training whose checkpoint is in the folder of the results, to the same losses.")
    private boolean resume;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of weights and shuffling. Default: 1.")
    private @Nullable Long seed;

    private @Nullable Integer epochs;
    private @Nullable Integer batch;
    private @Nullable Integer maxSteps;
    private @Nullable Double learningRate;

    @Option(names = "--quiet", description = "Show no progress.")
    private boolean quiet;

    @Spec(Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--epochs", paramLabel = "N", description = "Times to go through the training data.")
    void setEpochs(int value) {
        epochs = positive("--epochs", value);
    }

    @Option(names = "--batch", paramLabel = "N", description = "Samples per step.")
    void setBatch(int value) {
        batch = positive("--batch", value);
    }

    @Option(names = "--max-steps", paramLabel = "N", description = "Stop after so many steps.")
    void setMaxSteps(int value) {
        maxSteps = positive("--max-steps", value);
    }

    @Option(names = "--lr", paramLabel = "X", description = "Learning rate.")
    void setLearningRate(double value) {
        require(value > 0 && Double.isFinite(value), "--lr", "a number greater than 0", Double.toString(value));
        learningRate = value;
    }

    private int positive(String option, int value) {
        require(value >= 1, option, "a whole number of 1 or more", Integer.toString(value));
        return value;
    }

    private void require(boolean holds, String option, String expected, String actual) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), option + ": expected " + expected + ", got " + actual);
        }
    }

    Optional<Path> out() {
        return Optional.ofNullable(out);
    }

    /**
     * What to do: as the example has it, or the training that is to be gone on with, each with what was said on the command
     * line in its place.
     *
     * @throws org.clgrad.nn.data.DataException if there is no checkpoint to go on from
     */
    TrainingPlan plan(Example example, ResultFolder results, DataRequest data) {
        if (!resume) {
            return new TrainingPlan(
                    data,
                    seed == null ? DEFAULT_SEED : seed,
                    schedule(example.schedule()),
                    Optional.ofNullable(weights),
                    Optional.empty());
        }
        refuse("--seed", seed);
        refuse("--batch", batch);
        refuse("--lr", learningRate);
        refuse("--weights", weights);
        TrainingPlan before = TrainingPlan.of(results.resolve(ResultFolder.CHECKPOINT), example);
        return new TrainingPlan(
                data.isOpen() ? before.data() : data,
                before.seed(),
                schedule(before.schedule()),
                Optional.empty(),
                before.resumed());
    }

    /** Of a training that has begun this cannot be changed. */
    private void refuse(String option, @Nullable Object value) {
        if (value != null) {
            throw new ParameterException(
                    spec.commandLine(), option + ": with --resume it is what it was, expected none, got " + value);
        }
    }

    private Schedule schedule(Schedule own) {
        return new Schedule(
                epochs == null ? own.epochs() : epochs,
                batch == null ? own.batch() : batch,
                maxSteps == null ? own.maxSteps() : OptionalInt.of(maxSteps),
                learningRate == null ? own.learningRate() : learningRate);
    }

    /** Throws what the user is to be told if a schedule cannot be kept with so many samples to train on. */
    void check(Schedule schedule, int samples) {
        require(batch == null || batch <= samples, "--batch", "at most " + samples + ", all there are", "" + batch);
        long steps = schedule.steps(samples);
        // A loss is kept of each, in an array.
        require(steps <= Integer.MAX_VALUE, "--epochs", "at most 2^31 - 1 steps in all", steps + " steps");
    }

    boolean quiet() {
        return quiet;
    }
}
