package org.clgrad.tests.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.clgrad.autograd.RecurrentStack;
import org.clgrad.autograd.RecurrentWeights;
import org.clgrad.autograd.RunningMoments;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.routine.conv.ConvAxis;
import org.clgrad.engine.routine.conv.ConvGeometry;
import org.clgrad.engine.routine.pool.PoolWindow;
import org.clgrad.engine.tensor.Shape;
import org.jspecify.annotations.Nullable;

/** What a call is given: a value, or what is made of the tensors of a graph. Its text is Java. */
sealed interface Argument {
    /** What is given when these are the tensors. */
    @Nullable
    Object on(List<Tensor> tensors);

    /** The same with other places of tensors. */
    Argument moved(IntUnaryOperator places);

    /** The places of the tensors that it takes. */
    IntStream takes();

    /** The n-th tensor of a graph, leaves first. */
    record Ref(int index) implements Argument {
        @Override
        public Tensor on(List<Tensor> tensors) {
            return tensors.get(index);
        }

        @Override
        public Ref moved(IntUnaryOperator places) {
            return new Ref(places.applyAsInt(index));
        }

        @Override
        public IntStream takes() {
            return IntStream.of(index);
        }

        @Override
        public String toString() {
            return "t.get(" + index + ")";
        }
    }

    /** Several tensors: an array, or a list. */
    record Several(List<Ref> refs, boolean isList) implements Argument {
        @Override
        public Object on(List<Tensor> tensors) {
            List<Tensor> all = refs.stream().map(ref -> ref.on(tensors)).toList();
            return isList ? all : all.toArray(Tensor[]::new);
        }

        @Override
        public Several moved(IntUnaryOperator places) {
            return new Several(refs.stream().map(ref -> ref.moved(places)).toList(), isList);
        }

        @Override
        public IntStream takes() {
            return refs.stream().mapToInt(Ref::index);
        }

        @Override
        public String toString() {
            String all = refs.stream().map(Ref::toString).collect(Collectors.joining(", "));
            return isList ? "List.of(" + all + ")" : all;
        }
    }

    /** The weights of a recurrent network, the same in all layers and directions: of inputs, of states, and perhaps biases. */
    record Weights(Ref input, Ref recurrent, @Nullable Ref bias, int count) implements Argument {
        @Override
        public List<RecurrentWeights> on(List<Tensor> tensors) {
            Tensor b = bias == null ? null : bias.on(tensors);
            RecurrentWeights one = new RecurrentWeights(input.on(tensors), recurrent.on(tensors), b, b);
            return java.util.Collections.nCopies(count, one);
        }

        @Override
        public Weights moved(IntUnaryOperator places) {
            return new Weights(
                    input.moved(places), recurrent.moved(places), bias == null ? null : bias.moved(places), count);
        }

        @Override
        public IntStream takes() {
            IntStream weights = IntStream.of(input.index, recurrent.index);
            return bias == null ? weights : IntStream.concat(weights, bias.takes());
        }

        @Override
        public String toString() {
            return "java.util.Collections.nCopies(" + count + ", new RecurrentWeights(" + input + ", " + recurrent
                    + ", " + bias + ", " + bias + "))";
        }
    }

    /** Running averages. */
    record Moments(Ref mean, Ref variance, double momentum) implements Argument {
        @Override
        public RunningMoments on(List<Tensor> tensors) {
            return new RunningMoments(mean.on(tensors), variance.on(tensors), momentum);
        }

        @Override
        public Moments moved(IntUnaryOperator places) {
            return new Moments(mean.moved(places), variance.moved(places), momentum);
        }

        @Override
        public IntStream takes() {
            return IntStream.of(mean.index, variance.index);
        }

        @Override
        public String toString() {
            return "new RunningMoments(" + mean + ", " + variance + ", " + momentum + ")";
        }
    }

    /** The device that the graph runs on. */
    record Here() implements Argument {
        @Override
        public Object on(List<Tensor> tensors) {
            return tensors.get(0).device();
        }

        @Override
        public Here moved(IntUnaryOperator places) {
            return this;
        }

        @Override
        public IntStream takes() {
            return IntStream.of(0);
        }

        @Override
        public String toString() {
            return "t.get(0).device()";
        }
    }

    /** What is no tensor. */
    record Value(Class<?> type, @Nullable Object value) implements Argument {
        @Override
        public @Nullable Object on(List<Tensor> tensors) {
            return value;
        }

        @Override
        public Value moved(IntUnaryOperator places) {
            return this;
        }

        @Override
        public IntStream takes() {
            return IntStream.empty();
        }

        @Override
        public String toString() {
            return value == null ? "(" + type.getCanonicalName() + ") null" : java(value);
        }

        private static String java(Object value) {
            if (value instanceof int[] numbers) {
                return Arrays.stream(numbers)
                        .mapToObj(n -> "" + n)
                        .collect(Collectors.joining(", ", "new int[] {", "}"));
            } else if (value instanceof long[] numbers) {
                return Arrays.stream(numbers)
                        .mapToObj(n -> "" + n)
                        .collect(Collectors.joining(", ", "new long[] {", "}"));
            } else if (value instanceof double[] numbers) {
                return Arrays.stream(numbers)
                        .mapToObj(n -> "" + n)
                        .collect(Collectors.joining(", ", "new double[] {", "}"));
            } else if (value instanceof Enum<?> constant) {
                return constant.getDeclaringClass().getCanonicalName() + "." + constant.name();
            } else if (value instanceof Shape shape) {
                return shape(shape);
            } else if (value instanceof String text) {
                return '"' + text + '"';
            } else if (value instanceof PoolWindow.Sliding window) {
                return made(PoolWindow.Sliding.class, list(window.axes()), window.ceilMode());
            } else if (value instanceof PoolWindow.Adaptive windows) {
                return made(PoolWindow.Adaptive.class, list(windows.windows()));
            } else if (value instanceof PoolWindow.Axis axis) {
                return made(PoolWindow.Axis.class, axis.kernel(), axis.stride(), axis.pad(), axis.dilation());
            } else if (value instanceof ConvGeometry geometry) {
                return made(ConvGeometry.class, list(geometry.axes()), geometry.groups());
            } else if (value instanceof ConvAxis axis) {
                return made(ConvAxis.class, axis.stride(), axis.before(), axis.after(), axis.dilation());
            } else if (value instanceof RecurrentStack s) {
                return made(RecurrentStack.class, s.layers(), s.batchFirst(), s.dropout(), s.bidirectional());
            }
            return value instanceof Long number ? number + "L" : value.toString();
        }

        private static String made(Class<?> type, Object... parts) {
            return Arrays.stream(parts)
                    .map(Object::toString)
                    .collect(Collectors.joining(", ", "new " + type.getCanonicalName() + "(", ")"));
        }

        private static String list(List<?> values) {
            return values.stream().map(Value::java).collect(Collectors.joining(", ", "List.of(", ")"));
        }
    }

    /** A shape as Java. */
    static String shape(Shape shape) {
        return Arrays.stream(shape.toArray())
                .mapToObj(String::valueOf)
                .collect(Collectors.joining(", ", "Shape.of(", ")"));
    }
}
