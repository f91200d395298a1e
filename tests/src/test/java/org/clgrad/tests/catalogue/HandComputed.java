package org.clgrad.tests.catalogue;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.clgrad.tests.hand.HandCases;
import org.clgrad.tests.kit.Checkout;

/**
 * Which tests hold values worked out by hand: {@link HandCases}, of which each names its operation, and the tests of
 * references, which make the routine itself.
 */
final class HandComputed {
    private static final String CASES = "HandCaseTest";
    /** The tests of one routine that are named. */
    private static final int NAMED = 2;
    /** What a test of references is called. */
    private static final Pattern REFERENCES = Pattern.compile(".*(Reference|Values)Test");
    /** The enums that tell operations of one class apart. */
    private static final Map<String, String> CONSTANTS = Map.of("pointwise", "PointwiseOp", "reduce", "Reduce\\.Op");

    private final Map<String, String> references = Checkout.sources("engine/src/test/java/org/clgrad/engine/routine");
    private final Set<String> operations = snake(HandCases.operations());
    private final Set<String> gradients = snake(HandCases.gradients());

    private static Set<String> snake(Set<String> names) {
        return names.stream().map(TensorOperation::snake).collect(Collectors.toSet());
    }

    /** The tests of references that make a routine, or a case of its operation or gradient. */
    String ofRoutine(RoutineFacts facts) {
        String constants = CONSTANTS.get(facts.space());
        String type = "\\b" + facts.type().getSimpleName();
        Pattern made = Pattern.compile(
                constants == null
                        ? "new " + type + "\\(|" + type + "\\.[a-z]\\w*\\("
                        : "\\b" + constants + "\\." + facts.name().toUpperCase(Locale.ROOT) + "\\b|" + type + "\\."
                                + camel(facts.name()) + "\\(");
        String tests = references.entrySet().stream()
                .filter(test -> REFERENCES.matcher(test.getKey()).matches()
                        && made.matcher(test.getValue()).find())
                .map(Map.Entry::getKey)
                .limit(NAMED)
                .collect(Collectors.joining(", "));
        boolean isCase = operations.contains(facts.name())
                || (facts.name().endsWith("_backward")
                        && gradients.contains(
                                facts.name().substring(0, facts.name().length() - "_backward".length())));
        return tests.isEmpty() && isCase ? CASES : tests;
    }

    /** Whether there is a case of an operation itself. */
    String ofOperation(TensorOperation operation) {
        return operations.contains(operation.name()) ? CASES : "";
    }

    private static String camel(String snake) {
        return Pattern.compile("_([a-z])").matcher(snake).replaceAll(match -> match.group(1)
                .toUpperCase(Locale.ROOT));
    }
}
