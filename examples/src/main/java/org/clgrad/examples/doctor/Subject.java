package org.clgrad.examples.doctor;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.clgrad.engine.check.RoutineCase;
import org.clgrad.engine.check.RoutineCatalog;
import org.clgrad.engine.routine.Sample;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.tensor.DType;

/**
 * What is checked as one thing: an operation with an element type. The cases of a subject are the same each time.
 *
 * @param operation the operation's own name, {@code add}
 * @param dtype the element type
 * @param space from which cases are drawn; it may hold several operations, as {@code pointwise} does
 * @param fixed values of the axes that say which operation and element type; more than one set of them may
 */
public record Subject(String operation, DType dtype, SampleSpace space, List<Map<Integer, Integer>> fixed) {
    private static final String DTYPE = "dtype";

    private record Key(String operation, DType dtype) {}

    /** All there are, those of an operation behind each other. */
    public static List<Subject> all() {
        return RoutineCatalog.spaces().stream().flatMap(Subject::of).toList();
    }

    private static Stream<Subject> of(SampleSpace space) {
        OptionalInt dtypes = IntStream.range(0, space.axes().size())
                .filter(axis -> space.axes().get(axis).name().equals(DTYPE))
                .findFirst();
        Random random = new Random(0);
        Map<Key, List<Map<Integer, Integer>>> found = new LinkedHashMap<>();
        for (Map<Integer, Integer> operation : each(naming(space, random), space)) {
            for (Map<Integer, Integer> dtype : each(dtypes, space)) {
                Map<Integer, Integer> fixed = new TreeMap<>(operation);
                fixed.putAll(dtype);
                RoutineCase.draw(space, fixed, random)
                        .ifPresent(any -> found.computeIfAbsent(key(any, dtypes), k -> new ArrayList<>())
                                .add(fixed));
            }
        }
        return found.entrySet().stream()
                .map(entry -> new Subject(
                        entry.getKey().operation(), entry.getKey().dtype(), space, List.copyOf(entry.getValue())));
    }

    /** An axis at each of its values; no axis has one value of nothing. */
    private static List<Map<Integer, Integer>> each(OptionalInt axis, SampleSpace space) {
        return axis.isEmpty()
                ? List.of(Map.of())
                : IntStream.range(0, space.axes().get(axis.getAsInt()).values().size())
                        .mapToObj(value -> Map.of(axis.getAsInt(), value))
                        .toList();
    }

    private static Key key(RoutineCase any, OptionalInt dtypes) {
        Sample sample = any.sample();
        DType dtype = dtypes.isPresent()
                ? any.choice().value(DTYPE, DType.class)
                : sample.inputs().get(0).dtype();
        return new Key(sample.routine().name(), dtype);
    }

    /** The axis on which the name of the operation depends, if there is one. */
    private static OptionalInt naming(SampleSpace space, Random random) {
        RoutineCase any = RoutineCase.draw(space, random);
        return IntStream.range(0, space.axes().size())
                .filter(axis -> {
                    Set<String> names = new HashSet<>();
                    for (int value = 0; value < space.axes().get(axis).values().size(); value++) {
                        any.with(axis, value)
                                .ifPresent(other ->
                                        names.add(other.sample().routine().name()));
                    }
                    return names.size() > 1;
                })
                .findFirst();
    }

    /** Cases without end, or none where hardly any is valid. */
    Stream<RoutineCase> cases() {
        Random random = new Random(toString().hashCode());
        return IntStream.iterate(0, turn -> turn + 1)
                .mapToObj(turn -> RoutineCase.draw(space, fixed.get(turn % fixed.size()), random))
                .takeWhile(Optional::isPresent)
                .map(Optional::get);
    }

    /** Whether this is of the operation, called by its own name or that of its kin. */
    public boolean isOf(String name) {
        return operation.equals(name) || space.operation().equals(name);
    }

    /** The element type as it is written in lower case. */
    String dtypeName() {
        return dtype.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return operation + " " + dtypeName();
    }
}
