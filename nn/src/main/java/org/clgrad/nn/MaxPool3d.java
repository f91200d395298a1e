package org.clgrad.nn;

/** The largest of each window of [N,C,D,H,W], channel by channel; padding never wins, the first of equals has the gradient. */
public final class MaxPool3d extends MaxPooling {
    /** Cubes side by side, the stride being the window's size. */
    public MaxPool3d(int kernel) {
        this(cube(kernel), cube(kernel), cube(0), cube(1), false);
    }

    /**
     * Windows as given, each by depth, height and width.
     *
     * @param ceilMode whether a last window may reach beyond the padding
     */
    public MaxPool3d(int[] kernel, int[] stride, int[] padding, int[] dilation, boolean ceilMode) {
        super(kernel, stride, padding, dilation, ceilMode);
    }

    static int[] cube(int size) {
        return new int[] {size, size, size};
    }
}
