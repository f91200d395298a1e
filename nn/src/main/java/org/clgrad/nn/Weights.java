package org.clgrad.nn;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.nn.data.DataException;
import org.clgrad.nn.io.SafetensorsFile;
import org.clgrad.nn.io.SafetensorsType;
import org.clgrad.nn.io.SafetensorsWriter;

/** Parameters to and from safetensors files. */
final class Weights {
    /** What the writer of PyTorch puts there and some readers of its files ask for. */
    private static final Map<String, String> METADATA = Map.of("format", "pt");

    private Weights() {}

    static void save(Map<String, Parameter> parameters, Path file) {
        List<SafetensorsWriter.Source> sources = new ArrayList<>();
        parameters.forEach((name, parameter) -> sources.add(new SafetensorsWriter.Source(
                name, SafetensorsType.of(parameter.dtype()), parameter.shape(), () -> bytes(parameter))));
        SafetensorsWriter.write(file, sources, METADATA);
    }

    static void load(Map<String, Parameter> parameters, Path path) {
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            List<String> problems = problems(parameters, file);
            if (!problems.isEmpty()) {
                throw new DataException(path, "does not fit the model: " + String.join("; ", problems));
            }
            parameters.forEach((name, parameter) -> {
                ByteBuffer values = reordered(file.data(name), parameter.dtype(), ByteOrder.nativeOrder());
                parameter.tensor().assign(values);
            });
        }
    }

    private static List<String> problems(Map<String, Parameter> parameters, SafetensorsFile file) {
        List<String> problems = new ArrayList<>();
        parameters.forEach((name, parameter) -> {
            String needed = described(SafetensorsType.of(parameter.dtype()), parameter.shape());
            if (!file.names().contains(name)) {
                problems.add("\"" + name + "\" " + needed + " is missing");
                return;
            }
            String found = described(file.type(name), file.shape(name));
            if (!found.equals(needed)) {
                problems.add("\"" + name + "\" needs " + needed + ", got " + found);
            }
        });
        for (String name : file.names()) {
            if (!parameters.containsKey(name)) {
                problems.add("\"" + name + "\" is in the file and not in the model");
            }
        }
        return problems;
    }

    private static String described(SafetensorsType type, Shape shape) {
        return type + " " + shape;
    }

    /** A parameter's elements, little-endian; waits for the device. */
    private static ByteBuffer bytes(Parameter parameter) {
        int size = Math.toIntExact(
                Math.multiplyExact(parameter.elements(), parameter.dtype().sizeBytes()));
        ByteBuffer values = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
        parameter.tensor().copyTo(values);
        return reordered(values, parameter.dtype(), ByteOrder.LITTLE_ENDIAN);
    }

    /** The same elements in another byte order; their bits stay, those of NaN too. */
    static ByteBuffer reordered(ByteBuffer elements, DType dtype, ByteOrder order) {
        ByteBuffer target = ByteBuffer.allocateDirect(elements.remaining()).order(order);
        switch (dtype.sizeBytes()) {
            case Long.BYTES -> target.asLongBuffer().put(elements.asLongBuffer());
            case Integer.BYTES -> target.asIntBuffer().put(elements.asIntBuffer());
            default -> target.duplicate().put(elements.duplicate());
        }
        return target;
    }
}
