package org.clgrad.nn.norm;

import java.util.OptionalDouble;

/**
 * y = (x − mean)/√(variance + ε)·weight + bias, by the mean and variance of each image's channels of [N,C,D,H,W], as
 * {@code torch.nn.InstanceNorm3d}; always with the axis N.
 *
 * <p>Parameters and buffers as those of {@link BatchNorm3d}, but neither unless asked for; the averages are over the images
 * too.
 *
 * <p>Source: Ulyanov, Vedaldi, Lempitsky, "Instance Normalization", 2016.
 */
public final class InstanceNorm3d extends InstanceNorm {
    /** With ε = 1e-5, without weight, bias and averages. */
    public InstanceNorm3d(int channels) {
        this(channels, EPSILON, MOMENTUM, false, false);
    }

    /**
     * A normalisation with all there is to choose.
     *
     * @param channels C
     * @param epsilon ε ≥ 0
     * @param momentum the share of each batch in the moving averages, 0 to 1; empty: averages are over all batches
     * @param affine whether there are weight and bias
     * @param trackRunningStats whether averages are kept; if not, evaluation goes by the input's own moments too
     * @throws IllegalArgumentException if a number is out of its range
     */
    public InstanceNorm3d(
            int channels, double epsilon, OptionalDouble momentum, boolean affine, boolean trackRunningStats) {
        super(",D,H,W", 5, 5, channels, epsilon, momentum, affine, trackRunningStats);
    }
}
