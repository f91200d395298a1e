package org.clgrad.examples;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.clgrad.nn.data.DataException;
import org.clgrad.nn.training.Checkpoint;

/**
 * All that decides a training, but for the model and the device; kept in its checkpoints, so that it can be gone on with.
 *
 * @param data which data
 * @param seed decides weights and shuffling
 * @param schedule how long and how fast
 * @param weights what to begin with; none for weights of the seed
 * @param resumed the checkpoint to go on from, if any
 */
record TrainingPlan(DataRequest data, long seed, Schedule schedule, Optional<Path> weights, Optional<Path> resumed) {
    private static final String MODEL = "model";
    private static final String DATA = "data";
    private static final String DATASET = "dataset";
    private static final String SEED = "seed";
    private static final String EPOCHS = "epochs";
    private static final String BATCH = "batch";
    private static final String MAX_STEPS = "maxSteps";
    private static final String RATE = "learningRate";

    /** The same on other data. */
    TrainingPlan on(DataRequest other) {
        return new TrainingPlan(other, seed, schedule, weights, resumed);
    }

    /** What a checkpoint is to remember. */
    Map<String, String> notes(Example example) {
        Map<String, String> notes = new LinkedHashMap<>();
        notes.put(MODEL, example.name());
        data.folder().ifPresent(folder -> notes.put(DATA, folder.toString()));
        data.dataset().ifPresent(name -> notes.put(DATASET, name));
        notes.put(SEED, Long.toString(seed));
        notes.put(EPOCHS, Integer.toString(schedule.epochs()));
        notes.put(BATCH, Integer.toString(schedule.batch()));
        schedule.maxSteps().ifPresent(steps -> notes.put(MAX_STEPS, Integer.toString(steps)));
        notes.put(RATE, Double.toString(schedule.learningRate()));
        return notes;
    }

    /**
     * The plan of the training that a checkpoint is of.
     *
     * @throws DataException if the file is no checkpoint of the example
     */
    static TrainingPlan of(Path checkpoint, Example example) {
        Map<String, String> notes = Checkpoint.notes(checkpoint);
        if (!example.name().equals(notes.get(MODEL))) {
            throw new DataException(
                    checkpoint, "is of a training of " + notes.get(MODEL) + ", expected one of " + example.name());
        }
        try {
            Schedule schedule = new Schedule(
                    Integer.parseInt(notes.getOrDefault(EPOCHS, "")),
                    Integer.parseInt(notes.getOrDefault(BATCH, "")),
                    notes.containsKey(MAX_STEPS)
                            ? OptionalInt.of(Integer.parseInt(notes.getOrDefault(MAX_STEPS, "")))
                            : OptionalInt.empty(),
                    Double.parseDouble(notes.getOrDefault(RATE, "")));
            return new TrainingPlan(
                    new DataRequest(
                            Optional.ofNullable(notes.get(DATA)).map(Path::of),
                            Optional.ofNullable(notes.get(DATASET)),
                            false),
                    Long.parseLong(notes.getOrDefault(SEED, "")),
                    schedule,
                    Optional.empty(),
                    Optional.of(checkpoint));
        } catch (IllegalArgumentException e) {
            throw new DataException(checkpoint, "its notes of the training are damaged: " + notes, e);
        }
    }
}
