package org.clgrad.engine.routine.conv;

/**
 * How the window of a convolution moves along one axis: output i sees at tap t the input
 * {@code i·stride − before + t·dilation}, and 0 outside of the input. A negative padding takes away from the input instead;
 * the axis of a transposed convolution with output padding may be such.
 *
 * @param stride from one output to the next
 * @param before zeros before the input
 * @param after zeros after the input
 * @param dilation from one tap to the next
 */
public record ConvAxis(long stride, long before, long after, long dilation) {
    /** Stride 1, no padding, no dilation. */
    public static final ConvAxis PLAIN = new ConvAxis(1, 0, 0, 1);

    /** @throws IllegalArgumentException if the stride or the dilation is below 1 */
    public ConvAxis {
        if (stride < 1 || dilation < 1) {
            throw new IllegalArgumentException("convolution: stride and dilation need at least 1, got stride " + stride
                    + ", dilation " + dilation);
        }
    }

    /** As much padding before as after. */
    public static ConvAxis of(long stride, long padding, long dilation) {
        return new ConvAxis(stride, padding, padding, dilation);
    }

    /**
     * Stride 1, and padding so that there are as many outputs as inputs; where that is odd, the zero more is behind, as in
     * PyTorch's {@code padding='same'}.
     */
    public static ConvAxis same(long taps, long dilation) {
        long padding = dilation * (taps - 1);
        return new ConvAxis(1, padding / 2, padding - padding / 2, dilation);
    }

    /** ⌊(size + before + after − dilation·(taps − 1) − 1) / stride⌋ + 1; below 1 if the window does not fit. */
    public long outputs(long size, long taps) {
        return Math.floorDiv(size + before + after - dilation * (taps - 1) - 1, stride) + 1;
    }

    /** The inputs that the windows of so many outputs reach over, without the padding. */
    public long inputs(long outputs, long taps) {
        return (outputs - 1) * stride + dilation * (taps - 1) + 1 - before - after;
    }

    /** Like {@code stride 2, padding 0+1, dilation 1}. */
    @Override
    public String toString() {
        String padding = before == after ? Long.toString(before) : before + "+" + after;
        return "stride " + stride + ", padding " + padding + ", dilation " + dilation;
    }
}
