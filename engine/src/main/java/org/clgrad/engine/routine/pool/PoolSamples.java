package org.clgrad.engine.routine.pool;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.routine.pool.PoolWindow.Axis;
import org.clgrad.engine.routine.pool.PoolWindow.Sliding;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;

/** The geometries that the pooling routines are tried on. */
final class PoolSamples {
    private PoolSamples() {}

    private static final Axis HALVES = new Axis(2, 2, 0, 1);
    private static final Axis THREES = new Axis(3, 2, 1, 1);

    /**
     * On one, two and three axes: without and with overlap, gaps, padding, dilation, and windows that end beyond the input;
     * one with many taps; as many windows as are asked for, fewer and more than there are elements.
     */
    static final Object[] WINDOWS = {
        PoolWindow.square(2, 2),
        PoolWindow.square(3, 1),
        PoolWindow.square(2, 3),
        new Sliding(List.of(THREES, THREES), false),
        new Sliding(List.of(THREES, THREES), true),
        new Sliding(List.of(new Axis(2, 3, 0, 2), new Axis(3, 2, 1, 1)), true),
        new Sliding(List.of(new Axis(3, 1, 2, 3), new Axis(2, 3, 1, 2)), true),
        new Sliding(List.of(new Axis(17, 5, 8, 1), new Axis(16, 1, 8, 1)), false),
        new Sliding(List.of(HALVES), false),
        new Sliding(List.of(new Axis(3, 1, 1, 2)), true),
        new Sliding(List.of(HALVES, HALVES, HALVES), false),
        new Sliding(List.of(new Axis(3, 1, 1, 1), new Axis(2, 2, 1, 1), new Axis(3, 2, 0, 1)), true),
        new Sliding(List.of(new Axis(2, 1, 1, 2), new Axis(1, 2, 0, 1), new Axis(2, 1, 1, 3)), false),
        PoolWindow.adaptive(1, 1),
        PoolWindow.adaptive(5, 7),
        PoolWindow.adaptive(11),
        PoolWindow.adaptive(2, 3, 4)
    };

    /** Those of them that averages are taken over. */
    static final Object[] UNDILATED = Stream.concat(
                    Stream.of(WINDOWS).map(PoolWindow.class::cast),
                    Stream.of(
                            new Sliding(List.of(new Axis(3, 3, 1, 1), new Axis(5, 4, 2, 1)), true),
                            new Sliding(List.of(new Axis(2, 1, 1, 1), new Axis(4, 2, 0, 1)), true)))
            .filter(window -> !(window instanceof Sliding sliding)
                    || sliding.axes().stream().allMatch(axis -> axis.dilation() == 1))
            .toArray();

    /** Depths, heights and widths, of which a window takes the last ones; rows of outputs straddle a vector of 8. */
    private static final Object[] SHAPES = {
        Shape.of(1, 1, 3, 3, 3),
        Shape.of(1, 2, 4, 7, 16),
        Shape.of(2, 3, 2, 26, 26),
        Shape.of(1, 1, 5, 17, 17),
        Shape.of(2, 1, 2, 8, 35),
        Shape.of(1, 2, 2, 7, 69),
        Shape.of(1, 3, 3, 10, 9),
        Shape.of(0, 3, 4, 8, 8),
        Shape.of(1, 1, 2, 2, 1)
    };

    /** Starts a space over windows and the inputs that hold one, some of which have no batch axis. */
    static SampleSpace.Builder over(String operation, Object[] windows) {
        return SampleSpace.of(operation)
                .values("dtype", DType.floats().toArray())
                .values("window", windows)
                .values("shape", SHAPES)
                .flag("batch")
                .where(PoolSamples::fits);
    }

    static PoolWindow window(SampleSpace.Choice choice) {
        return choice.value("window", PoolWindow.class);
    }

    static TensorSpec input(SampleSpace.Choice choice) {
        Shape shape = choice.value("shape", Shape.class);
        for (int axes = PoolWindow.MOST_AXES; axes > window(choice).rank(); axes--) {
            shape = shape.without(2);
        }
        return TensorSpec.of(choice.value("dtype", DType.class), choice.flag("batch") ? shape : shape.without(0));
    }

    private static boolean fits(SampleSpace.Choice choice) {
        try {
            PoolGeometry.ofInput("pool", window(choice), input(choice));
            return true;
        } catch (MismatchException e) {
            return false;
        }
    }

    static double[] magnitudes(HostArray array) {
        return Arrays.stream(array.doubles()).map(Math::abs).toArray();
    }
}
