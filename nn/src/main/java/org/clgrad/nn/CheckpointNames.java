package org.clgrad.nn;

import java.util.Map;

/**
 * How the file of a training tells what is the model's in it and what is not. The {@link org.clgrad.nn.training.Trainer}
 * writes such files; the names are known here, so that {@link Module#load} takes one for weights.
 */
public final class CheckpointNames {
    /** The key of the metadata that says that a file is a checkpoint, and of which version. */
    public static final String VERSION_KEY = "clgrad.checkpoint";

    /** What the names of the optimizer's state begin with, like {@code optimizer.state.0.exp_avg}. */
    public static final String OPTIMIZER = "optimizer.state.";

    /** The name of the random stream's state. */
    public static final String RANDOM = "random.state";

    /** What the names of all else begin with that a training has noted, like {@code training.losses}. */
    public static final String TRAINING = "training.";

    private CheckpointNames() {}

    /** Whether a file of such metadata is a checkpoint. */
    static boolean isOne(Map<String, String> metadata) {
        return metadata.containsKey(VERSION_KEY);
    }

    /** Whether a name of a checkpoint is none of the model's, unless the model has such a name itself. */
    static boolean isOfTraining(String name) {
        return name.startsWith(OPTIMIZER) || name.startsWith(TRAINING) || name.equals(RANDOM);
    }
}
