package org.clgrad.engine.routine.conv;

/**
 * How the window of a two-dimensional convolution moves over an image: the attributes that it shares with its gradients.
 * Output pixel (p, q) sees at tap (r, s) the input pixel
 * {@code (p·strideH − padH + r·dilationH, q·strideW − padW + s·dilationW)}, and 0 outside of the image.
 *
 * @param strideH rows from one output pixel to the next
 * @param strideW columns from one output pixel to the next
 * @param padH rows of zeros above and below
 * @param padW columns of zeros left and right
 * @param dilationH rows from one tap to the next
 * @param dilationW columns from one tap to the next
 * @param groups parts of the channels that are convolved apart; as many as channels for a depthwise convolution
 */
public record Conv2dGeometry(
        long strideH, long strideW, long padH, long padW, long dilationH, long dilationW, long groups) {
    /** @throws IllegalArgumentException if a stride, a dilation or the number of groups is below 1, or a pad below 0 */
    public Conv2dGeometry {
        atLeast("strideH", strideH, 1);
        atLeast("strideW", strideW, 1);
        atLeast("padH", padH, 0);
        atLeast("padW", padW, 0);
        atLeast("dilationH", dilationH, 1);
        atLeast("dilationW", dilationW, 1);
        atLeast("groups", groups, 1);
    }

    private static void atLeast(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException("conv2d: " + name + " needs at least " + least + ", got " + value);
        }
    }

    /** Strides, pads and dilations that are the same in both directions. */
    public static Conv2dGeometry of(long stride, long pad, long dilation, long groups) {
        return new Conv2dGeometry(stride, stride, pad, pad, dilation, dilation, groups);
    }

    /** Stride 1, no padding, no dilation, one group. */
    public static Conv2dGeometry plain() {
        return of(1, 0, 1, 1);
    }

    /** Rows of the output; below 1 if the window does not fit into the padded image. */
    public long outputHeight(long height, long taps) {
        return Math.floorDiv(height + 2 * padH - dilationH * (taps - 1) - 1, strideH) + 1;
    }

    /** Columns of the output; below 1 if the window does not fit into the padded image. */
    public long outputWidth(long width, long taps) {
        return Math.floorDiv(width + 2 * padW - dilationW * (taps - 1) - 1, strideW) + 1;
    }
}
