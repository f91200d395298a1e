package org.clgrad.tests.conformance;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.clgrad.engine.tensor.Shape;

/** A file of published cases, read. */
record CaseFile(Path path, String operator, List<Case> cases) {
    /**
     * One case. Lists of values are empty where the file has none.
     *
     * @param name which test and case of the file
     * @param options the operator's options
     * @param paramShapes shapes of the parameters, weight first
     * @param params their values
     * @param in values of the inputs; none where the case is shapes only
     * @param outDiffs the gradients given to the outputs
     * @param inDiffs the gradients expected at the inputs
     * @param paramDiffs the gradients expected at the parameters
     * @param eps the authors' tolerance, if given
     */
    record Case(
            String name,
            JsonObject options,
            List<Shape> inShapes,
            List<Shape> outShapes,
            List<Shape> paramShapes,
            List<double[]> params,
            List<double[]> in,
            List<double[]> out,
            List<double[]> outDiffs,
            List<double[]> inDiffs,
            List<double[]> paramDiffs,
            Optional<Double> eps) {
        boolean hasData() {
            return !in.isEmpty();
        }
    }

    /** Reads a file. */
    static CaseFile read(Path path) throws IOException {
        JsonObject root;
        try (Reader reader = Files.newBufferedReader(path)) {
            root = JsonParser.parseReader(reader).getAsJsonObject();
        }
        List<Case> cases = new ArrayList<>();
        JsonArray tests = root.getAsJsonArray("tests");
        for (int t = 0; t < tests.size(); t++) {
            JsonObject test = tests.get(t).getAsJsonObject();
            JsonArray own = test.getAsJsonArray("cases");
            for (int c = 0; c < own.size(); c++) {
                cases.add(read("test " + t + " case " + c, test, own.get(c).getAsJsonObject()));
            }
        }
        return new CaseFile(path, root.get("operator").getAsString(), cases);
    }

    private static Case read(String name, JsonObject test, JsonObject json) {
        return new Case(
                name,
                test.has("options") ? test.getAsJsonObject("options") : new JsonObject(),
                shapes(json, "in_shapes"),
                shapes(json, "out_shapes"),
                elements(test, "param_specs").stream()
                        .map(spec -> shape(spec.getAsJsonObject().getAsJsonArray("shape")))
                        .toList(),
                tensors(test, "param_tensors"),
                tensors(json, "in_tensors"),
                tensors(json, "out_tensors"),
                tensors(json, "out_diffs"),
                tensors(json, "in_diffs"),
                tensors(json, "params_diffs"),
                json.has("eps") ? Optional.of(json.get("eps").getAsDouble()) : Optional.empty());
    }

    private static List<JsonElement> elements(JsonObject json, String name) {
        return json.has(name) && json.get(name).isJsonArray()
                ? json.getAsJsonArray(name).asList()
                : List.of();
    }

    private static List<Shape> shapes(JsonObject json, String name) {
        return elements(json, name).stream()
                .map(sizes -> shape(sizes.getAsJsonArray()))
                .toList();
    }

    private static Shape shape(JsonArray sizes) {
        return Shape.of(StreamSupport.stream(sizes.spliterator(), false)
                .mapToLong(JsonElement::getAsLong)
                .toArray());
    }

    /** Values; an entry that is null, as where an input has no gradient, is an empty array. */
    private static List<double[]> tensors(JsonObject json, String name) {
        return elements(json, name).stream()
                .map(values -> values.isJsonNull()
                        ? new double[0]
                        : values.getAsJsonArray().asList().stream()
                                .mapToDouble(JsonElement::getAsDouble)
                                .toArray())
                .toList();
    }
}
