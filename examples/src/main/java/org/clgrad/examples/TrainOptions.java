package org.clgrad.examples;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** How to train; what is not said, the example decides. */
final class TrainOptions {
    @Option(names = "--out", paramLabel = "DIR", description = "Folder for the results. Default: runs/MODEL.")
    private @Nullable Path out;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Seed of weights and shuffling. Default: ${DEFAULT-VALUE}.")
    private long seed = 1;

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

    long seed() {
        return seed;
    }

    /** The example's own schedule, with what was said on the command line in its place. */
    Schedule schedule(Schedule own) {
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
