package org.clgrad.nn;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.clgrad.autograd.GradMode;
import org.clgrad.autograd.Tensor;
import org.clgrad.autograd.Tensors;
import org.clgrad.engine.Scope;
import org.clgrad.engine.tensor.Shape;

/** The table of {@link Module#summary}: a row for each module that has parameters of its own or no children. */
final class Summary {
    private record Row(String name, String layer, String output, String parameters) {
        List<String> cells() {
            return List.of(name, layer, output, parameters);
        }
    }

    private static final String GAP = "  ";

    private Summary() {}

    static String of(Module root, Shape input) {
        IdentityHashMap<Module, Shape> outputs = outputs(root, input);
        List<Row> rows = new ArrayList<>();
        rows.add(new Row("name", "layer", "output", "parameters"));
        root.walk("", (prefix, module) -> {
            if (module.children().isEmpty() || !module.ownParameters().isEmpty()) {
                rows.add(row(prefix, module, outputs));
            }
        });
        long total = root.parameters().stream().mapToLong(Parameter::elements).sum();
        return table(rows, new Row("total", "", "", grouped(total)));
    }

    /** Runs zeros through the module, so that the one rule of shapes is that of the operations. */
    private static IdentityHashMap<Module, Shape> outputs(Module root, Shape input) {
        IdentityHashMap<Module, Shape> outputs = new IdentityHashMap<>();
        boolean training = root.isTraining();
        root.walk("", (prefix, module) -> module.observe(y -> outputs.put(module, y.shape())));
        try (Scope scope = Scope.open()) {
            GradMode.set(scope, false);
            Tensor zeros = Tensors.zeros(root.device(), root.dtype(), input);
            root.eval().apply(zeros);
        } finally {
            root.train(training);
            root.walk("", (prefix, module) -> module.observe(null));
        }
        return outputs;
    }

    private static Row row(String prefix, Module module, IdentityHashMap<Module, Shape> outputs) {
        Shape output = outputs.get(module);
        long parameters = module.ownParameters().values().stream()
                .mapToLong(Parameter::elements)
                .sum();
        String name = prefix.isEmpty() ? "" : prefix.substring(0, prefix.length() - 1);
        return new Row(name, module.toString(), output == null ? "not called" : output.toString(), grouped(parameters));
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String table(List<Row> rows, Row total) {
        List<Row> all = new ArrayList<>(rows);
        all.add(total);
        int[] widths = IntStream.range(0, total.cells().size())
                .map(column -> all.stream()
                        .mapToInt(row -> row.cells().get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        String rule = "-".repeat(IntStream.of(widths).sum() + GAP.length() * (widths.length - 1)) + "\n";
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < all.size(); i++) {
            if (i == 1 || i == all.size() - 1) {
                text.append(rule);
            }
            text.append(line(all.get(i).cells(), widths));
        }
        return text.toString();
    }

    /** Words to the left, the numbers of the last column to the right. */
    private static String line(List<String> cells, int[] widths) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String padding = " ".repeat(widths[i] - cells.get(i).length());
            boolean last = i == widths.length - 1;
            text.append(last ? padding + cells.get(i) + "\n" : cells.get(i) + padding + GAP);
        }
        return text.toString();
    }
}
