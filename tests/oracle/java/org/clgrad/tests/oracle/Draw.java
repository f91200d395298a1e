package org.clgrad.tests.oracle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;

/** Draws the inputs and attributes of one sample. */
final class Draw {
    private static final int LONGEST = 5;

    /**
     * An input.
     *
     * @param dtype F64 for all reals, whatever they are run in
     * @param values representable in single precision
     * @param gradient whether it is differentiated by
     */
    record Input(DType dtype, Shape shape, List<Double> values, boolean gradient) {
        double[] array() {
            return values.stream().mapToDouble(Double::doubleValue).toArray();
        }
    }

    private final Random random;
    private final List<Input> inputs = new ArrayList<>();

    Draw(Random random) {
        this.random = random;
    }

    List<Input> inputs() {
        return inputs;
    }

    /** A whole number, both ends included. */
    int between(int low, int high) {
        return low + random.nextInt(high - low + 1);
    }

    /** A number with few digits, so that both sides read the same one. */
    double number(double low, double high) {
        return Math.round((low + (high - low) * random.nextDouble()) * 64) / 64.0;
    }

    @SafeVarargs
    final <T> T oneOf(T... values) {
        return values[random.nextInt(values.length)];
    }

    boolean flag() {
        return random.nextBoolean();
    }

    Shape shape(int lowestRank, int highestRank) {
        return Shape.of(LongStream.generate(() -> between(1, LONGEST))
                .limit(between(lowestRank, highestRank))
                .toArray());
    }

    /** A shape that has, once in eight times, no element. */
    Shape shapeOrEmpty(int lowestRank, int highestRank) {
        long[] sizes = shape(lowestRank, highestRank).toArray();
        if (sizes.length > 0 && random.nextInt(8) == 0) {
            sizes[random.nextInt(sizes.length)] = 0;
        }
        return Shape.of(sizes);
    }

    int axis(Shape shape) {
        int axis = random.nextInt(shape.rank());
        return flag() ? axis : axis - shape.rank();
    }

    /** Some of the axes, at least one, in order. */
    int[] axes(Shape shape) {
        int[] some = IntStream.range(0, shape.rank())
                .filter(axis -> flag())
                .toArray();
        return some.length == 0 ? new int[] {random.nextInt(shape.rank())} : some;
    }

    /** So many numbers, both ends included. */
    int[] numbers(int count, int low, int high) {
        int[] numbers = new int[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = between(low, high);
        }
        return numbers;
    }

    /** A shape that broadcasts to another. */
    Shape broadcast(Shape shape) {
        long[] sizes = shape.toArray();
        int cut = random.nextInt(sizes.length + 1);
        long[] rest = Arrays.copyOfRange(sizes, flag() ? 0 : cut, sizes.length);
        for (int i = 0; i < rest.length; i++) {
            rest[i] = flag() ? rest[i] : 1;
        }
        return Shape.of(rest);
    }

    /** An input of normal numbers. */
    Draw real(Shape shape) {
        return add(DType.F64, shape, true, random::nextGaussian);
    }

    /** An input of evenly distributed numbers. */
    Draw real(Shape shape, double low, double high) {
        return add(DType.F64, shape, true, () -> low + (high - low) * random.nextDouble());
    }

    /** An input that is not differentiated by. */
    Draw constant(Shape shape, double low, double high) {
        return add(DType.F64, shape, false, () -> low + (high - low) * random.nextDouble());
    }

    /** An input of −1 and 1, which is not differentiated by. */
    Draw signs(Shape shape) {
        return add(DType.F64, shape, false, () -> flag() ? 1 : -1);
    }

    /** An input of values that are listed, which is not differentiated by. */
    Draw of(Shape shape, double... values) {
        return add(DType.F64, shape, false, () -> values[random.nextInt(values.length)]);
    }

    /** An input of values that are listed, among which are ties. */
    Draw listed(Shape shape, double... values) {
        return add(DType.F64, shape, true, () -> values[random.nextInt(values.length)]);
    }

    /** An input of whole numbers, both ends included. */
    Draw whole(Shape shape, int low, int high) {
        return add(DType.I64, shape, false, () -> between(low, high));
    }

    /** An input of truth values. */
    Draw truths(Shape shape) {
        return add(DType.BOOL, shape, false, () -> flag() ? 1 : 0);
    }

    /** An input of given whole numbers. */
    Draw wholeNumbers(Shape shape, double... values) {
        inputs.add(new Input(DType.I64, shape, DoubleStream.of(values).boxed().toList(), false));
        return this;
    }

    private Draw add(DType dtype, Shape shape, boolean gradient, DoubleSupplier value) {
        List<Double> values = DoubleStream.generate(() -> (float) value.getAsDouble())
                .limit(shape.elements())
                .boxed()
                .toList();
        inputs.add(new Input(dtype, shape, values, gradient));
        return this;
    }
}
