package org.clgrad.engine.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.clgrad.engine.routine.Sample;
import org.clgrad.engine.routine.SampleSpace;

/**
 * One case of a routine, in values that can be shrunk, printed and read back.
 *
 * @param operation whose sample space
 * @param indices which value of each axis
 * @param inputs layouts of the inputs; dense beyond the list
 * @param outputs layouts of the outputs; dense beyond the list
 * @param tuning number of the draw of tunables, 0 for the defaults
 * @param seed of the values and of the details of layouts
 */
public record RoutineCase(
        String operation,
        List<Integer> indices,
        List<OperandLayout> inputs,
        List<OperandLayout> outputs,
        int tuning,
        long seed) {
    /** Operands whose layout is varied; a routine's further ones are dense. */
    public static final int MOST_OPERANDS = 8;

    /** Of the spaces there are, the one with the fewest valid choices needs some tens of attempts. */
    private static final int ATTEMPTS = 10_000;

    public RoutineCase {
        indices = List.copyOf(indices);
        inputs = withoutTrailingDense(inputs);
        outputs = withoutTrailingDense(outputs);
    }

    private static List<OperandLayout> withoutTrailingDense(List<OperandLayout> layouts) {
        int count = layouts.size();
        while (count > 0 && layouts.get(count - 1) == OperandLayout.DENSE) {
            count--;
        }
        return List.copyOf(layouts.subList(0, count));
    }

    /** A valid case of a space, all values alike probable, with the default tunables. */
    public static RoutineCase draw(SampleSpace space, RandomGenerator random) {
        return draw(space, Map.of(), random)
                .orElseThrow(() -> new IllegalArgumentException(space.operation() + ": hardly any choice is valid"));
    }

    /**
     * A valid case of a space, all values alike probable, with the default tunables.
     *
     * @param fixed which value some axes have
     * @return nothing if hardly any choice with these values is valid
     */
    public static Optional<RoutineCase> draw(SampleSpace space, Map<Integer, Integer> fixed, RandomGenerator random) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            List<Integer> indices = new ArrayList<>();
            for (int axis = 0; axis < space.axes().size(); axis++) {
                Integer value = fixed.get(axis);
                indices.add(
                        value != null
                                ? value
                                : random.nextInt(space.axes().get(axis).values().size()));
            }
            if (space.isValid(choice(space, indices))) {
                return Optional.of(new RoutineCase(
                        space.operation(), indices, layouts(random), layouts(random), 0, random.nextLong()));
            }
        }
        return Optional.empty();
    }

    private static List<OperandLayout> layouts(RandomGenerator random) {
        OperandLayout[] all = OperandLayout.values();
        return Stream.generate(() -> all[random.nextInt(all.length)])
                .limit(MOST_OPERANDS)
                .toList();
    }

    /** The values of the axes. */
    public SampleSpace.Choice choice() {
        return choice(RoutineCatalog.space(operation), indices);
    }

    /** The values that indices stand for. */
    public static SampleSpace.Choice choice(SampleSpace space, List<Integer> indices) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < indices.size(); i++) {
            SampleSpace.Axis axis = space.axes().get(i);
            values.put(axis.name(), axis.values().get(indices.get(i)));
        }
        return SampleSpace.choice(values);
    }

    OperandLayout input(int index) {
        return at(inputs, index);
    }

    OperandLayout output(int index) {
        return at(outputs, index);
    }

    private static OperandLayout at(List<OperandLayout> layouts, int index) {
        return index < layouts.size() ? layouts.get(index) : OperandLayout.DENSE;
    }

    /** The case that the choice stands for. */
    public Sample sample() {
        return RoutineCatalog.space(operation).sample(choice());
    }

    /** The same case with another value of an axis; nothing if the values would not go together then. */
    public Optional<RoutineCase> with(int axis, int value) {
        List<Integer> changed = new ArrayList<>(indices);
        changed.set(axis, value);
        return RoutineCatalog.space(operation).isValid(choice(RoutineCatalog.space(operation), changed))
                ? Optional.of(new RoutineCase(operation, changed, inputs, outputs, tuning, seed))
                : Optional.empty();
    }

    /** The same case with dense inputs and outputs. */
    public RoutineCase withDenseOperands() {
        return new RoutineCase(operation, indices, List.of(), List.of(), tuning, seed);
    }

    /** The same case with dense outputs. */
    public RoutineCase withDenseOutputs() {
        return new RoutineCase(operation, indices, inputs, List.of(), tuning, seed);
    }

    /** As {@link #parse} reads it: {@code copy/0.3/DENSE.PERMUTED//2/-77}. */
    @Override
    public String toString() {
        return String.join(
                "/",
                operation,
                indices.stream().map(String::valueOf).collect(Collectors.joining(".")),
                names(inputs),
                names(outputs),
                Integer.toString(tuning),
                Long.toString(seed));
    }

    private static String names(List<OperandLayout> layouts) {
        return layouts.stream().map(OperandLayout::name).collect(Collectors.joining("."));
    }

    /**
     * Reads a case as it was printed.
     *
     * @throws IllegalArgumentException if it is not of that form
     */
    public static RoutineCase parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 6) {
            throw new IllegalArgumentException(
                    "a case is operation/indices/inputs/outputs/tuning/seed, got '" + text + "'");
        }
        List<Integer> indices = words(parts[1]).map(Integer::valueOf).toList();
        SampleSpace space = RoutineCatalog.space(parts[0]);
        boolean inRange = indices.size() == space.axes().size()
                && IntStream.range(0, indices.size())
                        .allMatch(i -> indices.get(i) >= 0
                                && indices.get(i) < space.axes().get(i).values().size());
        if (!inRange) {
            throw new IllegalArgumentException("indices " + indices + " do not fit the axes " + space.axes());
        }
        return new RoutineCase(
                parts[0],
                indices,
                words(parts[2]).map(OperandLayout::valueOf).toList(),
                words(parts[3]).map(OperandLayout::valueOf).toList(),
                Integer.parseInt(parts[4]),
                Long.parseLong(parts[5]));
    }

    private static Stream<String> words(String text) {
        return Arrays.stream(text.split("\\.", -1)).filter(word -> !word.isEmpty());
    }
}
