package org.clgrad.engine.routine.pool;

import java.util.Arrays;
import java.util.stream.Stream;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.tensor.Shape;

/** The geometries that the pooling routines are tried on. */
final class PoolSamples {
    private PoolSamples() {}

    /** Without and with overlap, gaps, padding, dilation, and windows that end beyond the input; one with many taps. */
    static final Object[] WINDOWS = {
        PoolWindow.of(2, 2),
        PoolWindow.of(3, 1),
        PoolWindow.of(2, 3),
        new PoolWindow(3, 3, 2, 2, 1, 1, 1, 1, false),
        new PoolWindow(3, 3, 2, 2, 1, 1, 1, 1, true),
        new PoolWindow(2, 3, 3, 2, 0, 1, 2, 1, true),
        new PoolWindow(3, 2, 1, 3, 2, 1, 3, 2, true),
        new PoolWindow(17, 16, 5, 1, 8, 8, 1, 1, false)
    };

    /** Those of them that averages are taken over. */
    static final Object[] UNDILATED = Stream.concat(
                    Stream.of(WINDOWS).map(PoolWindow.class::cast),
                    Stream.of(
                            new PoolWindow(3, 5, 3, 4, 1, 2, 1, 1, true), new PoolWindow(2, 4, 1, 2, 1, 0, 1, 1, true)))
            .filter(window -> window.dilationH() == 1 && window.dilationW() == 1)
            .toArray();

    /** Planes whose rows of outputs straddle a vector of 8. */
    static final Object[] SHAPES = {
        Shape.of(1, 1, 3, 3),
        Shape.of(1, 2, 7, 16),
        Shape.of(2, 3, 26, 26),
        Shape.of(1, 1, 17, 17),
        Shape.of(2, 1, 8, 35),
        Shape.of(1, 3, 10, 9),
        Shape.of(0, 3, 8, 8),
        Shape.of(1, 1, 2, 1)
    };

    /** Whether the shape holds a window. */
    static boolean fits(SampleSpace.Choice choice) {
        PoolWindow window = choice.value("window", PoolWindow.class);
        Shape shape = choice.value("shape", Shape.class);
        return window.outHeight(shape.size(2)) > 0 && window.outWidth(shape.size(3)) > 0;
    }

    static double[] magnitudes(HostArray array) {
        return Arrays.stream(array.doubles()).map(Math::abs).toArray();
    }
}
