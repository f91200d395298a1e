package org.clgrad.nn.training;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.nn.CheckpointNames;
import org.clgrad.nn.Weights;
import org.clgrad.nn.data.DataException;
import org.clgrad.nn.io.SafetensorsFile;
import org.clgrad.nn.io.SafetensorsType;
import org.clgrad.nn.io.SafetensorsWriter;

/**
 * A training as it stands between two steps, in a safetensors file: what is needed to go on as if it had never stopped,
 * with the same losses to the bit on the same device.
 *
 * <p>The model's parameters and buffers have their own names, so that {@link org.clgrad.nn.Module#load} takes the file for
 * weights. The optimizer's state is called {@code optimizer.state.0.exp_avg} and so on, as the state dict of PyTorch's
 * optimizers; the random stream's {@code random.state}; the losses of all steps and the accuracies of all epochs {@code
 * training.losses} and {@code training.accuracies}. Numbers and the caller's notes are texts of the file's metadata.
 */
public final class Checkpoint {
    private static final String LOSSES = CheckpointNames.TRAINING + "losses";
    private static final String ACCURACIES = CheckpointNames.TRAINING + "accuracies";
    private static final String VERSION = "1";

    /**
     * How far a training is.
     *
     * @param epoch the epoch it is in, from 0
     * @param steps the steps done in all
     * @param epochSteps those of this epoch
     * @param samples of the data set
     * @param batch samples of a step
     * @param learningRate the optimizer's
     * @param losses of each step
     * @param accuracies of each epoch that was gone through
     */
    record Position(
            int epoch,
            long steps,
            long epochSteps,
            int samples,
            int batch,
            double learningRate,
            List<Double> losses,
            List<Double> accuracies) {}

    private Checkpoint() {}

    /**
     * The notes of who had the checkpoint written, by name.
     *
     * @throws DataException if there is no such file, or it is no checkpoint
     */
    public static Map<String, String> notes(Path path) {
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            check(path, file);
            return file.metadata();
        }
    }

    private static void check(Path path, SafetensorsFile file) {
        String version = file.metadata().get(CheckpointNames.VERSION_KEY);
        if (!VERSION.equals(version)) {
            throw new DataException(
                    path,
                    version == null
                            ? "is no checkpoint of a training"
                            : "is a checkpoint of version " + version + ", expected " + VERSION);
        }
    }

    /** Writes a checkpoint, in place of one that may be there; that one stays if it cannot be written. */
    static void write(Path path, Map<String, Weights.Entry> state, Position at, Map<String, String> notes) {
        List<SafetensorsWriter.Source> sources = new ArrayList<>(Weights.sources(state));
        sources.add(numbers(LOSSES, at.losses()));
        sources.add(numbers(ACCURACIES, at.accuracies()));
        Map<String, String> metadata = new LinkedHashMap<>(notes);
        metadata.putAll(Weights.METADATA);
        metadata.put(CheckpointNames.VERSION_KEY, VERSION);
        metadata.put("clgrad.epoch", Integer.toString(at.epoch()));
        metadata.put("clgrad.steps", Long.toString(at.steps()));
        metadata.put("clgrad.epochSteps", Long.toString(at.epochSteps()));
        metadata.put("clgrad.samples", Integer.toString(at.samples()));
        metadata.put("clgrad.batch", Integer.toString(at.batch()));
        metadata.put("clgrad.learningRate", Double.toString(at.learningRate()));
        SafetensorsWriter.write(path, sources, metadata);
    }

    private static SafetensorsWriter.Source numbers(String name, List<Double> values) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.size(), Double.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        values.forEach(bytes::putDouble);
        return new SafetensorsWriter.Source(name, SafetensorsType.F64, Shape.of(values.size()), bytes::flip);
    }

    /**
     * Reads a checkpoint into the tensors of a training.
     *
     * @throws DataException if it is none, or not of such a training; nothing has been changed then
     */
    static Position read(Path path, Map<String, Weights.Entry> state) {
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            check(path, file);
            Position position = new Position(
                    number(path, file, "clgrad.epoch", Integer::parseInt),
                    number(path, file, "clgrad.steps", Long::parseLong),
                    number(path, file, "clgrad.epochSteps", Long::parseLong),
                    number(path, file, "clgrad.samples", Integer::parseInt),
                    number(path, file, "clgrad.batch", Integer::parseInt),
                    number(path, file, "clgrad.learningRate", Double::parseDouble),
                    numbers(path, file, LOSSES),
                    numbers(path, file, ACCURACIES));
            checkRange(path, position);
            Weights.load(state, path, file, name -> !name.equals(LOSSES) && !name.equals(ACCURACIES));
            return position;
        }
    }

    private static void checkRange(Path path, Position at) {
        boolean fits = at.epoch() >= 0
                && at.epochSteps() >= 0
                && at.steps() >= at.epochSteps()
                && at.losses().size() == at.steps()
                && at.accuracies().size() <= at.epoch()
                && at.learningRate() >= 0
                && at.learningRate() < Double.POSITIVE_INFINITY;
        if (!fits) {
            throw new DataException(
                    path,
                    "its numbers do not fit one another: epoch " + at.epoch() + ", steps " + at.steps() + " and "
                            + at.epochSteps() + ", " + at.losses().size() + " losses, "
                            + at.accuracies().size() + " accuracies, learning rate " + at.learningRate());
        }
    }

    private static <T> T number(Path path, SafetensorsFile file, String key, Function<String, T> parser) {
        String text = file.metadata().getOrDefault(key, "");
        try {
            return parser.apply(text);
        } catch (NumberFormatException e) {
            throw new DataException(path, "expected a number for " + key + ", found \"" + text + "\"", e);
        }
    }

    private static List<Double> numbers(Path path, SafetensorsFile file, String name) {
        if (file.type(name) != SafetensorsType.F64 || file.shape(name).rank() != 1) {
            throw new DataException(
                    path, "\"" + name + "\" needs F64 [n], got " + file.type(name) + " " + file.shape(name));
        }
        DoubleBuffer values = file.data(name).asDoubleBuffer();
        List<Double> numbers = new ArrayList<>(values.remaining());
        while (values.hasRemaining()) {
            numbers.add(values.get());
        }
        return numbers;
    }
}
