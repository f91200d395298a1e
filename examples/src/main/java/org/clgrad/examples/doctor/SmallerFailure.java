package org.clgrad.examples.doctor;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.clgrad.engine.check.RoutineCase;
import org.clgrad.engine.routine.Sample;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * Looks for a smaller case in which a variant fails: dense operands, and along each axis in turn the value with the fewest
 * elements that fails, until no axis has a smaller one.
 */
final class SmallerFailure {
    /** More seldom make a case smaller, and each takes the time of a check. */
    private static final int MOST_CHECKS = 150;

    private final Subject subject;
    private final CheckProcess process;
    private final String variant;
    private RoutineCase smallest;
    private Answer answer;
    private int checks;

    private SmallerFailure(Subject subject, CheckProcess process, String variant, RoutineCase failing, Answer answer) {
        this.subject = subject;
        this.process = process;
        this.variant = variant;
        this.smallest = failing;
        this.answer = answer;
    }

    /**
     * The smallest failure found.
     *
     * @param failing a case that fails
     * @param answer how it does
     */
    static Finding of(Subject subject, CheckProcess process, String variant, RoutineCase failing, Answer answer) {
        SmallerFailure search = new SmallerFailure(subject, process, variant, failing, answer);
        search.fails(failing.withDenseOperands());
        boolean smaller = true;
        while (smaller) {
            smaller = search.shrinkAlongEachAxis();
        }
        return finding(subject, variant, search.smallest, search.answer);
    }

    /** What is found where the first case that goes wrong is the only one that is tried. */
    static Finding finding(Subject subject, String variant, RoutineCase routineCase, Answer answer) {
        return new Finding(
                subject.operation(),
                subject.dtypeName(),
                variant,
                answer.status(),
                0,
                answer.message(),
                shapes(routineCase.sample()),
                routineCase.toString(),
                answer.circumstances());
    }

    private boolean shrinkAlongEachAxis() {
        boolean smaller = false;
        for (int axis = 0; axis < subject.space().axes().size(); axis++) {
            smaller |= candidates(axis).anyMatch(this::fails);
        }
        return smaller;
    }

    /** Cases with another value of an axis and fewer elements, the fewest first; of as many, with a simpler value. */
    private Stream<RoutineCase> candidates(int axis) {
        RoutineCase from = smallest;
        int value = from.indices().get(axis);
        long size = elements(from);
        SampleSpace.Axis values = subject.space().axes().get(axis);
        return IntStream.range(0, values.values().size())
                .mapToObj(other -> from.with(axis, other))
                .flatMap(Optional::stream)
                .filter(other -> isSameSubject(from, other))
                .filter(other -> elements(other) < size
                        || (elements(other) == size && other.indices().get(axis) < value))
                .sorted(Comparator.comparingLong(SmallerFailure::elements));
    }

    private boolean isSameSubject(RoutineCase one, RoutineCase other) {
        return subject.fixed().stream()
                .flatMap(fixed -> fixed.keySet().stream())
                .allMatch(axis -> one.indices().get(axis).equals(other.indices().get(axis)));
    }

    /** Whether a case fails too, which then is the smallest. */
    private boolean fails(RoutineCase candidate) {
        if (checks++ >= MOST_CHECKS) {
            return false;
        }
        Answer now = process.check(candidate, variant);
        if (now.status() != Status.FAILED) {
            return false;
        }
        smallest = candidate;
        answer = now;
        return true;
    }

    private static long elements(RoutineCase routineCase) {
        Sample sample = routineCase.sample();
        return Stream.of(sample.inputs(), sample.routine().infer(sample.inputs()))
                .flatMap(List::stream)
                .mapToLong(spec -> spec.shape().elements())
                .sum();
    }

    private static String shapes(Sample sample) {
        return text(sample.inputs()) + " → " + text(sample.routine().infer(sample.inputs()));
    }

    private static String text(List<TensorSpec> specs) {
        return String.join(", ", specs.stream().map(TensorSpec::toString).toList());
    }
}
