package org.clgrad.nn;

import org.clgrad.autograd.Tensor;

/**
 * Means of [N,C,H,W] over as many windows as the result is to have rows and columns, whatever the input's size: row i of
 * them reaches from ⌊i·H/rows⌋ to ⌈(i+1)·H/rows⌉. With one row and one column it is global average pooling.
 */
public final class AdaptiveAvgPool2d extends Module {
    private final int height;
    private final int width;

    /**
     * As many rows and as many columns.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public AdaptiveAvgPool2d(int size) {
        this(size, size);
    }

    /** @throws IllegalArgumentException if a size is less than 1 */
    public AdaptiveAvgPool2d(int height, int width) {
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException(
                    "AdaptiveAvgPool2d: expected sizes of at least 1, got " + height + " and " + width);
        }
        this.height = height;
        this.width = width;
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.adaptiveAvgPool2d(height, width);
    }

    @Override
    public String toString() {
        return "AdaptiveAvgPool2d(" + height + "x" + width + ")";
    }
}
