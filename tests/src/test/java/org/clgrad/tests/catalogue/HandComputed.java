package org.clgrad.tests.catalogue;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which tests hold values worked out by hand, found in the sources of the tests of each room. */
final class HandComputed {
    /** The tests of one operation that are named; the others are found from there. */
    private static final int NAMED = 2;

    /** Spaces of many operations of one class, which are told apart by their own names. */
    private static final Set<String> MANY = Set.of("pointwise", "reduce");

    private final Map<String, String> engine = Checkout.sources("engine/src/test/java/org/clgrad/engine/routine");
    private final Map<String, String> above = new TreeMap<>();

    HandComputed() {
        above.putAll(Checkout.sources("autograd/src/test/java"));
        Checkout.sources("nn/src/test/java/org/clgrad/nn").forEach((name, text) -> {
            if (text.contains("org.clgrad.autograd.Tensor")) {
                above.put(name, text);
            }
        });
    }

    /** The tests that run a routine's reference. */
    String ofRoutine(RoutineFacts facts) {
        Pattern type = Pattern.compile("\\b" + facts.type().getSimpleName() + "\\b");
        if (MANY.contains(facts.space())) {
            // One of many of its class: its own name, or its factory's, stands there too.
            Pattern name = Pattern.compile(
                    "\\b" + facts.name().toUpperCase(Locale.ROOT) + "\\b|\\." + camel(facts.name()) + "\\(");
            return named(
                    engine,
                    text -> type.matcher(text).find() && name.matcher(text).find());
        }
        return named(engine, text -> type.matcher(text).find());
    }

    /** The tests that call an operation. */
    String ofOperation(TensorOperation operation) {
        Pattern call = Pattern.compile("(?<!\\bMath)[.:]" + operation.method() + "\\b");
        return named(above, text -> call.matcher(text).find());
    }

    private static String camel(String snake) {
        return Pattern.compile("_([a-z])").matcher(snake).replaceAll(match -> match.group(1)
                .toUpperCase(Locale.ROOT));
    }

    private static String named(Map<String, String> tests, Predicate<String> holds) {
        return tests.entrySet().stream()
                .filter(test -> test.getKey().endsWith("Test") && holds.test(test.getValue()))
                .map(Map.Entry::getKey)
                .limit(NAMED)
                .collect(Collectors.joining(", "));
    }
}
