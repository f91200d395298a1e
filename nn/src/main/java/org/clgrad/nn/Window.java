package org.clgrad.nn;

/**
 * How a window moves over the last two axes of [N,C,H,W]. A size of the result is ⌊(size + 2·padding − dilation·(kernel −
 * 1) − 1)/stride⌋ + 1.
 *
 * @param kernel the window's rows and columns
 * @param stride from one place of the window to the next
 * @param padding put before the first and behind the last row and column
 * @param dilation from one row and column of the window to the next
 */
public record Window(Size kernel, Size stride, Size padding, Size dilation) {
    /** Rows and columns. */
    public record Size(int height, int width) {
        int[] toArray() {
            return new int[] {height, width};
        }

        /** Like {@code 3x3}. */
        @Override
        public String toString() {
            return height + "x" + width;
        }
    }

    private static final Size NONE = new Size(0, 0);
    private static final Size ONE = new Size(1, 1);

    /** @throws IllegalArgumentException if a kernel, stride or dilation is less than 1, or a padding less than 0 */
    public Window {
        atLeast(1, "kernel", kernel);
        atLeast(1, "stride", stride);
        atLeast(0, "padding", padding);
        atLeast(1, "dilation", dilation);
    }

    private static void atLeast(int least, String what, Size size) {
        if (size.height < least || size.width < least) {
            throw new IllegalArgumentException("window: " + what + " needs at least " + least + ", got " + size);
        }
    }

    /** A square window that moves by 1. */
    public static Window sliding(int kernel) {
        return sliding(kernel, kernel);
    }

    /** A window that moves by 1. */
    public static Window sliding(int kernelHeight, int kernelWidth) {
        return new Window(new Size(kernelHeight, kernelWidth), ONE, NONE, ONE);
    }

    /** A square window that moves by its own size, so that windows neither overlap nor leave gaps. */
    public static Window tiling(int kernel) {
        return sliding(kernel).stride(kernel);
    }

    /** With another stride in both directions. */
    public Window stride(int stride) {
        return stride(stride, stride);
    }

    /** With another stride. */
    public Window stride(int height, int width) {
        return new Window(kernel, new Size(height, width), padding, dilation);
    }

    /** With another padding in both directions. */
    public Window padding(int padding) {
        return padding(padding, padding);
    }

    /** With another padding. */
    public Window padding(int height, int width) {
        return new Window(kernel, stride, new Size(height, width), dilation);
    }

    /** With another dilation in both directions. */
    public Window dilation(int dilation) {
        return dilation(dilation, dilation);
    }

    /** With another dilation. */
    public Window dilation(int height, int width) {
        return new Window(kernel, stride, padding, new Size(height, width));
    }

    /** Like {@code 3x3, stride 2x2, padding 1x1}; what leaves the window as it is, is left out. */
    @Override
    public String toString() {
        return kernel
                + (stride.equals(ONE) ? "" : ", stride " + stride)
                + (padding.equals(NONE) ? "" : ", padding " + padding)
                + (dilation.equals(ONE) ? "" : ", dilation " + dilation);
    }
}
