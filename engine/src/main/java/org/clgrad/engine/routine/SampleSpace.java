package org.clgrad.engine.routine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * All the cases an operation should be tried on: named axes, each with its values, the simplest first, and a function
 * from one choice of each to a {@link Sample}; beside it the cases that must be refused. Property tests, fuzzers, tuners
 * and benchmarks draw from it, and its coverage is the share of each axis's values they have met.
 */
public final class SampleSpace {
    /** One thing that can be chosen. */
    public record Axis(String name, List<?> values) {}

    /** Inputs that the routine must refuse, and what its message must hold. */
    public record Refusal(String why, Routine routine, List<TensorSpec> inputs, String message) {}

    /** One value of each axis. */
    public record Choice(Map<String, Object> values) {
        public long size(String axis) {
            return value(axis, Long.class);
        }

        public int count(String axis) {
            return Math.toIntExact(size(axis));
        }

        public boolean flag(String axis) {
            return value(axis, Boolean.class);
        }

        /** The value chosen on an axis, which is of the given type. */
        public <T> T value(String axis, Class<T> type) {
            Object value = values.get(axis);
            if (value == null) {
                throw new IllegalArgumentException("no axis '" + axis + "' among " + values.keySet());
            }
            return type.cast(value);
        }
    }

    private final String operation;
    private final List<Axis> axes;
    private final Predicate<Choice> valid;
    private final Function<Choice, Sample> sample;
    private final List<Refusal> refusals;

    private SampleSpace(Builder builder, Function<Choice, Sample> sample) {
        this.operation = builder.operation;
        this.axes = List.copyOf(builder.axes);
        this.valid = builder.valid;
        this.sample = sample;
        this.refusals = List.copyOf(builder.refusals);
    }

    /** Starts the space of an operation. */
    public static Builder of(String operation) {
        return new Builder(operation);
    }

    public String operation() {
        return operation;
    }

    public List<Axis> axes() {
        return axes;
    }

    /** Whether the values of a choice go together. */
    public boolean isValid(Choice choice) {
        return valid.test(choice);
    }

    /** The case that a valid choice stands for. */
    public Sample sample(Choice choice) {
        return sample.apply(choice);
    }

    public List<Refusal> refusals() {
        return refusals;
    }

    /** Collects the axes. */
    public static final class Builder {
        private final String operation;
        private final List<Axis> axes = new ArrayList<>();
        private final List<Refusal> refusals = new ArrayList<>();
        private Predicate<Choice> valid = choice -> true;

        private Builder(String operation) {
            this.operation = operation;
        }

        /** An axis of sizes. */
        public Builder sizes(String name, long... values) {
            axes.add(new Axis(name, LongStream.of(values).boxed().toList()));
            return this;
        }

        /** An axis of truth values. */
        public Builder flag(String name) {
            axes.add(new Axis(name, List.of(false, true)));
            return this;
        }

        /** An axis of anything. */
        public Builder values(String name, Object... values) {
            axes.add(new Axis(name, List.of(values)));
            return this;
        }

        /** Adds a condition on the values of a choice. */
        public Builder where(Predicate<Choice> condition) {
            valid = valid.and(condition);
            return this;
        }

        /** Adds a case that must be refused with a message that holds {@code message}. */
        public Builder refuses(String why, Routine routine, List<TensorSpec> inputs, String message) {
            refusals.add(new Refusal(why, routine, inputs, message));
            return this;
        }

        /** Ends with the function from a choice to its case. */
        public SampleSpace sample(Function<Choice, Sample> function) {
            return new SampleSpace(this, function);
        }
    }

    /** A choice by hand, for a repro. */
    public static Choice choice(Map<String, ?> values) {
        return new Choice(new LinkedHashMap<>(values));
    }
}
