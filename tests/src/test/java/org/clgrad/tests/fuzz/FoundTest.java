package org.clgrad.tests.fuzz;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Writes a graph on which devices disagree as a JUnit test, to be put beside the fuzzer. */
final class FoundTest {
    private FoundTest() {}

    /** The source of a class. */
    static String source(String name, String seed, String disagreement, Graph graph) {
        StringBuilder text = new StringBuilder();
        text.append("package org.clgrad.tests.fuzz;\n\n");
        for (String type : new String[] {
            "java.util.ArrayList",
            "java.util.List",
            "org.clgrad.autograd.*",
            "org.clgrad.engine.Device",
            "org.clgrad.engine.Devices",
            "org.clgrad.engine.tensor.DType",
            "org.clgrad.engine.tensor.Shape",
            "org.clgrad.tests.kit.TestRun",
            "org.junit.jupiter.api.Test"
        }) {
            text.append("import ").append(type).append(";\n");
        }
        text.append("\n/** Found by the fuzzer with ")
                .append(seed)
                .append(": ")
                .append(disagreement)
                .append(". */\n");
        text.append("class ").append(name).append(" {\n    @Test\n    void devicesAgree() {\n");
        text.append("        List<Leaf> leaves = List.of(\n");
        text.append(graph.leaves().stream()
                .map(leaf -> "                new Leaf(DType." + leaf.dtype() + ", " + Argument.shape(leaf.shape())
                        + Arrays.stream(leaf.values()).mapToObj(v -> ", " + v).collect(Collectors.joining()) + ")")
                .collect(Collectors.joining(",\n")));
        text.append(");\n        try (Device host = Devices.openHost()) {\n");
        text.append("            Device device = TestRun.current().devices().get(0).device();\n");
        text.append("            org.assertj.core.api.Assertions.assertThat(\n");
        text.append("                    new Agreement(host, device).disagreement(leaves, ")
                .append(name);
        text.append("::graph)).isEmpty();\n        }\n    }\n\n");
        text.append("    private static List<Tensor> graph(List<Tensor> leaves) {\n");
        text.append("        List<Tensor> t = new ArrayList<>(leaves);\n");
        for (Call call : graph.calls()) {
            Class<?> result = call.method().getReturnType();
            if (result == org.clgrad.autograd.Tensor.class) {
                text.append("        t.add(").append(call).append(");\n");
            } else if (result == java.util.List.class) {
                text.append("        t.addAll(").append(call).append(");\n");
            } else if (result.isArray()) {
                text.append("        t.addAll(List.of(").append(call).append("));\n");
            } else {
                String local = "r" + text.length();
                text.append("        var ")
                        .append(local)
                        .append(" = ")
                        .append(call)
                        .append(";\n");
                for (var part : result.getRecordComponents()) {
                    text.append("        t.add(")
                            .append(local)
                            .append('.')
                            .append(part.getName())
                            .append("());\n");
                }
            }
        }
        text.append("        return t.subList(leaves.size(), t.size());\n    }\n}\n");
        return text.toString();
    }
}
