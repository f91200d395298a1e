package org.clgrad.nn.norm;

import java.util.OptionalDouble;

/**
 * y = (x − mean)/√(variance + ε)·weight + bias for each channel of [N,C,D,H,W], as {@code torch.nn.BatchNorm3d}: while
 * training by the mean and variance of the batch, and averages of both are kept; in evaluation by those averages.
 *
 * <p>Parameters {@code weight} [C] and {@code bias} [C], in the beginning ones and zeros. Buffers {@code running_mean} and
 * {@code running_var} [C], in the beginning zeros and ones, and {@code num_batches_tracked}, which a file may leave out.
 * A batch while training needs more than one element of each channel.
 *
 * <p>Source: Ioffe, Szegedy, "Batch Normalization", ICML 2015.
 */
public final class BatchNorm3d extends BatchNorm {
    /** With ε = 1e-5, and moving averages of which each batch makes a tenth. */
    public BatchNorm3d(int channels) {
        this(channels, EPSILON, MOMENTUM, true, true);
    }

    /**
     * A normalisation with moving averages, and weight and bias.
     *
     * @param channels C
     * @param epsilon ε ≥ 0
     * @param momentum the share of each batch in the moving averages, 0 to 1
     * @throws IllegalArgumentException if a number is out of its range
     */
    public BatchNorm3d(int channels, double epsilon, double momentum) {
        this(channels, epsilon, OptionalDouble.of(momentum), true, true);
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
    public BatchNorm3d(
            int channels, double epsilon, OptionalDouble momentum, boolean affine, boolean trackRunningStats) {
        super(",D,H,W", 5, 5, channels, epsilon, momentum, affine, trackRunningStats);
    }
}
