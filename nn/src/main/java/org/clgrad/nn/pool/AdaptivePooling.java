package org.clgrad.nn.pool;

import java.util.stream.IntStream;
import org.clgrad.nn.Module;
import org.clgrad.nn.Window;

/** Pooling over as many windows as the result is to have elements, on any number of spatial axes. */
abstract sealed class AdaptivePooling extends Module
        permits AdaptiveAvgPool1d,
                AdaptiveAvgPool2d,
                AdaptiveAvgPool3d,
                AdaptiveMaxPool1d,
                AdaptiveMaxPool2d,
                AdaptiveMaxPool3d {
    private final int[] sizes;

    AdaptivePooling(int... sizes) {
        if (IntStream.of(sizes).anyMatch(size -> size < 1)) {
            throw new IllegalArgumentException(
                    getClass().getSimpleName() + ": expected sizes of at least 1, got " + Window.Size.of(sizes));
        }
        this.sizes = sizes.clone();
    }

    long[] sizes() {
        return IntStream.of(sizes).asLongStream().toArray();
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + "(" + Window.Size.of(sizes) + ")";
    }
}
