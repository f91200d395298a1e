package org.clgrad.autograd;

import org.clgrad.engine.routine.Ending;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.jspecify.annotations.Nullable;

/** Normalisation: tensors scaled by moments, their own or given ones. */
public sealed interface TensorNormalisation permits Tensor {
    /** The tensor these methods belong to. */
    Tensor self();

    /**
     * (x − mean)/√(variance + ε)·weight + bias, by the mean and variance of each channel of [N,C,…] over all other axes.
     *
     * @param weight [C], or null for 1
     * @param bias [C], or null for 0
     * @param running averages to change in place, or null
     * @throws MismatchException if there are no channels, a vector or an average is not of their number, or a channel has
     *     but one element and there are averages, which need two
     */
    default Tensor batchNorm(
            @Nullable Tensor weight, @Nullable Tensor bias, double epsilon, @Nullable RunningMoments running) {
        return ChannelNormalisation.byOwnMoments(self(), weight, bias, epsilon, running, Ending.NONE, null);
    }

    /**
     * max(n + residual, 0), n being what {@link #batchNorm} gives: the end of a block of a convolutional network in the
     * pass that normalises. Gradient 0 where the result is 0.
     *
     * @param weight [C], or null for 1
     * @param bias [C], or null for 0
     * @param running averages to change in place, or null
     * @param residual shaped as this, or null for 0
     * @throws MismatchException as there, or if the residual is of another shape or type
     */
    default Tensor batchNormRelu(
            @Nullable Tensor weight,
            @Nullable Tensor bias,
            double epsilon,
            @Nullable RunningMoments running,
            @Nullable Tensor residual) {
        Ending ending = residual == null ? Ending.RELU : Ending.ADD_RELU;
        return ChannelNormalisation.byOwnMoments(self(), weight, bias, epsilon, running, ending, residual);
    }

    /**
     * (x − mean)/√(variance + ε)·weight + bias, by given means and variances of the channels of [N,C,…].
     *
     * @param mean [C], as variance is
     * @param weight [C], or null for 1
     * @param bias [C], or null for 0
     * @throws MismatchException if there are no channels, or a vector is not of their number
     */
    default Tensor normalise(
            Tensor mean, Tensor variance, @Nullable Tensor weight, @Nullable Tensor bias, double epsilon) {
        return ChannelNormalisation.byGivenMoments(self(), mean, variance, weight, bias, epsilon, Ending.NONE, null);
    }

    /**
     * max(n + residual, 0), n being what {@link #normalise} gives, in one pass. Gradient 0 where the result is 0.
     *
     * @param mean [C], as variance is
     * @param weight [C], or null for 1
     * @param bias [C], or null for 0
     * @param residual shaped as this, or null for 0
     * @throws MismatchException if there are no channels, a vector is not of their number, or the residual is of another
     *     shape
     */
    default Tensor normaliseRelu(
            Tensor mean,
            Tensor variance,
            @Nullable Tensor weight,
            @Nullable Tensor bias,
            double epsilon,
            @Nullable Tensor residual) {
        Ending ending = residual == null ? Ending.RELU : Ending.ADD_RELU;
        return ChannelNormalisation.byGivenMoments(self(), mean, variance, weight, bias, epsilon, ending, residual);
    }

    /**
     * (x − mean)/√(variance + ε)·weight + bias, by the mean and variance over the last axes.
     *
     * @param over the sizes of those axes
     * @param weight of that shape, or null for 1
     * @param bias of that shape, or null for 0
     */
    default Tensor layerNorm(Shape over, @Nullable Tensor weight, @Nullable Tensor bias, double epsilon) {
        return GroupNormalisation.overLastAxes("layer_norm", self(), over, true, epsilon, weight, bias);
    }

    /**
     * x/√(mean of x² + ε)·weight, by the mean over the last axes.
     *
     * @param over the sizes of those axes
     * @param weight of that shape, or null for 1
     */
    default Tensor rmsNorm(Shape over, @Nullable Tensor weight, double epsilon) {
        return GroupNormalisation.overLastAxes("rms_norm", self(), over, false, epsilon, weight, null);
    }

    /**
     * (x − mean)/√(variance + ε)·weight + bias, by the mean and variance of each image's groups of neighbouring channels of
     * [N,C,…].
     *
     * @param groups a divisor of C
     * @param weight [C], or null for 1
     * @param bias [C], or null for 0
     */
    default Tensor groupNorm(int groups, @Nullable Tensor weight, @Nullable Tensor bias, double epsilon) {
        return GroupNormalisation.ofGroups("group_norm", self(), groups, epsilon, weight, bias, null);
    }

    /**
     * (x − mean)/√(variance + ε)·weight + bias, by the mean and variance of each image's channels of [N,C,…]. There is a batch axis;
     * PyTorch's modules take one image without.
     *
     * @param weight [C], or null for 1
     * @param bias [C], or null for 0
     * @param running averages to change in place by the mean over the images, or null
     * @throws MismatchException if an average is not of the channels, or a channel of an image has but one element and there
     *     are averages, which need two
     */
    default Tensor instanceNorm(
            @Nullable Tensor weight, @Nullable Tensor bias, double epsilon, @Nullable RunningMoments running) {
        return GroupNormalisation.ofGroups("instance_norm", self(), 0, epsilon, weight, bias, running);
    }

    /**
     * x·(k + α·m)^−β, m being the mean of x² over {@code size} neighbouring channels of [N,C,…] around an element's, zeros
     * beyond the first and the last. Source: Krizhevsky, Sutskever, Hinton, "ImageNet Classification with Deep
     * Convolutional Neural Networks", NeurIPS 2012, §3.3; the mean instead of the sum is PyTorch's.
     *
     * @param size at least 1; of an even size one channel more lies before
     */
    default Tensor localResponseNorm(int size, double alpha, double beta, double k) {
        return GroupNormalisation.localResponse(self(), size, alpha, beta, k);
    }
}
