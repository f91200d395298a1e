package org.clgrad.nn;

/** The mean of each window of [N,C,D,H,W], channel by channel; places in the padding count as zeros, as in PyTorch. */
public final class AvgPool3d extends AvgPooling {
    /** Cubes side by side, the stride being the window's size. */
    public AvgPool3d(int kernel) {
        this(MaxPool3d.cube(kernel), MaxPool3d.cube(kernel), MaxPool3d.cube(0), false, true, 0);
    }

    /**
     * Windows as given, each by depth, height and width.
     *
     * @param ceilMode whether a last window may reach beyond the padding; what it reaches there does not count
     * @param countPadding whether places in the padding count
     * @param divisor what sums are divided by instead, or 0 for the number of places that count
     */
    public AvgPool3d(int[] kernel, int[] stride, int[] padding, boolean ceilMode, boolean countPadding, int divisor) {
        super(kernel, stride, padding, ceilMode, countPadding, divisor);
    }
}
