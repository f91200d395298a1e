package org.clgrad.nn;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.clgrad.autograd.Tensor;
import org.clgrad.autograd.Tensors;
import org.clgrad.engine.Scope;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.nn.data.DataException;
import org.clgrad.nn.io.SafetensorsFile;
import org.clgrad.nn.io.SafetensorsType;
import org.clgrad.nn.io.SafetensorsWriter;

/**
 * Tensors on a device to and from safetensors files: what is behind {@link Module#save} and {@link Module#load}, for files that
 * hold something beside the weights of one module.
 */
public final class Weights {
    /** The metadata that the writer of PyTorch puts there and some readers of its files ask for. */
    public static final Map<String, String> METADATA = Map.of("format", "pt");

    /**
     * A tensor that is saved and loaded in place.
     *
     * @param optional whether a file may lack it, and zeros take its place
     */
    public record Entry(Tensor tensor, boolean optional) {}

    private Weights() {}

    static void save(Map<String, Entry> entries, Path file) {
        SafetensorsWriter.write(file, sources(entries), METADATA);
    }

    /** What a file is to hold of each entry, under its name; an entry's bytes are read from the device when it is written. */
    public static List<SafetensorsWriter.Source> sources(Map<String, Entry> entries) {
        List<SafetensorsWriter.Source> sources = new ArrayList<>();
        entries.forEach((name, entry) -> sources.add(new SafetensorsWriter.Source(
                name,
                SafetensorsType.of(entry.tensor().dtype()),
                entry.tensor().shape(),
                () -> bytes(entry.tensor()))));
        return sources;
    }

    static void load(Map<String, Entry> entries, Path path) {
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            boolean checkpoint = CheckpointNames.isOne(file.metadata());
            load(entries, path, file, name -> !(checkpoint && CheckpointNames.isOfTraining(name)));
        }
    }

    /**
     * Loads all entries, or changes none.
     *
     * @param path where the file is, for the message
     * @param concerned the names of the file that must be those of entries
     * @throws DataException if the file does not fit to the letter: tensors missing or too many, other shapes, other types
     */
    public static void load(Map<String, Entry> entries, Path path, SafetensorsFile file, Predicate<String> concerned) {
        List<String> problems = problems(entries, file, concerned);
        if (!problems.isEmpty()) {
            throw new DataException(path, "does not fit the model: " + String.join("; ", problems));
        }
        try (Scope scope = Scope.open()) {
            // All is read, and has its memory, before any of it is used: what fails until then changes nothing.
            List<Runnable> assignments = new ArrayList<>();
            entries.forEach((name, entry) -> assignments.add(assignment(entry.tensor(), file, name)));
            assignments.forEach(Runnable::run);
        }
    }

    /** Gives a tensor what a file has for it, zeros if nothing; whatever that needs is in the current scope. */
    private static Runnable assignment(Tensor tensor, SafetensorsFile file, String name) {
        if (!file.names().contains(name)) {
            Tensor zeros = Tensors.zerosLike(tensor);
            return () -> tensor.assign(zeros);
        }
        ByteBuffer bytes = reordered(file.data(name), tensor.dtype(), ByteOrder.nativeOrder());
        if (isDense(tensor)) {
            return () -> tensor.assign(bytes);
        }
        Tensor values = Tensor.of(tensor.device(), tensor.dtype(), tensor.shape(), bytes);
        return () -> tensor.assign(values);
    }

    /** Whether bytes can be copied to and from it; a parameter over a part of another tensor may not be dense. */
    private static boolean isDense(Tensor tensor) {
        return tensor.contiguous() == tensor;
    }

    private static List<String> problems(
            Map<String, Entry> entries, SafetensorsFile file, Predicate<String> concerned) {
        List<String> problems = new ArrayList<>();
        entries.forEach((name, entry) -> {
            Tensor tensor = entry.tensor();
            String needed = described(SafetensorsType.of(tensor.dtype()), tensor.shape());
            if (!file.names().contains(name)) {
                if (!entry.optional()) {
                    problems.add("\"" + name + "\" " + needed + " is missing");
                }
                return;
            }
            String found = described(file.type(name), file.shape(name));
            if (!found.equals(needed)) {
                problems.add("\"" + name + "\" needs " + needed + ", got " + found);
            }
        });
        for (String name : file.names()) {
            if (concerned.test(name) && !entries.containsKey(name)) {
                problems.add("\"" + name + "\" is in the file and not in the model");
            }
        }
        return problems;
    }

    private static String described(SafetensorsType type, Shape shape) {
        return type + " " + shape;
    }

    /** A tensor's elements, little-endian; waits for the device. */
    private static ByteBuffer bytes(Tensor tensor) {
        int size = Math.toIntExact(
                Math.multiplyExact(tensor.shape().elements(), tensor.dtype().sizeBytes()));
        ByteBuffer values = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
        try (Scope scope = Scope.open()) {
            tensor.contiguous().copyTo(values);
        }
        return reordered(values, tensor.dtype(), ByteOrder.LITTLE_ENDIAN);
    }

    /** The same elements in another byte order; their bits stay, those of NaN too. */
    static ByteBuffer reordered(ByteBuffer elements, DType dtype, ByteOrder order) {
        ByteBuffer target = ByteBuffer.allocateDirect(elements.remaining()).order(order);
        switch (dtype.sizeBytes()) {
            case Long.BYTES -> target.asLongBuffer().put(elements.asLongBuffer());
            case Integer.BYTES -> target.asIntBuffer().put(elements.asIntBuffer());
            case Short.BYTES -> target.asShortBuffer().put(elements.asShortBuffer());
            default -> target.duplicate().put(elements.duplicate());
        }
        return target;
    }
}
