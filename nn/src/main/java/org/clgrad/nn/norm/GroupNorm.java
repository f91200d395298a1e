package org.clgrad.nn.norm;

import org.clgrad.autograd.Tensor;
import org.clgrad.autograd.Tensors;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.nn.Module;
import org.clgrad.nn.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * y = (x − mean)/√(variance + ε)·weight + bias by the mean and variance of each image's groups of channels of [N,C,…], as
 * {@code torch.nn.GroupNorm}. Parameters {@code weight} [C] and {@code bias} [C], in the beginning ones and zeros.
 *
 * <p>Source: Wu, He, "Group Normalization", ECCV 2018.
 */
public final class GroupNorm extends Module {
    /** PyTorch's. */
    private static final double EPSILON = 1e-5;

    private final int groups;
    private final int channels;
    private final double epsilon;
    private final @Nullable Parameter weight;
    private final @Nullable Parameter bias;

    /** With ε = 1e-5, weight and bias. */
    public GroupNorm(int groups, int channels) {
        this(groups, channels, EPSILON, true);
    }

    /**
     * A normalisation with all there is to choose.
     *
     * @param groups a divisor of the channels
     * @param channels C
     * @param epsilon ε ≥ 0
     * @param affine whether there are weight and bias
     * @throws IllegalArgumentException if the groups do not divide the channels
     */
    public GroupNorm(int groups, int channels, double epsilon, boolean affine) {
        if (groups < 1 || channels < 1 || channels % groups != 0) {
            throw new IllegalArgumentException(
                    "GroupNorm: expected groups that divide the channels, got " + groups + " and " + channels);
        }
        this.groups = groups;
        this.channels = channels;
        this.epsilon = epsilon;
        this.weight = affine ? parameter("weight", new Parameter(Tensors.ones(channels))) : null;
        this.bias = affine ? parameter("bias", new Parameter(Tensors.zeros(channels))) : null;
    }

    @Override
    protected Tensor forward(Tensor x) {
        if (x.rank() < 2 || x.size(1) != channels) {
            throw new MismatchException(
                    toString(),
                    "input",
                    "shape [N," + channels + ",…]",
                    x.shape().toString());
        }
        return x.groupNorm(
                groups, weight == null ? null : weight.tensor(), bias == null ? null : bias.tensor(), epsilon);
    }

    @Override
    public String toString() {
        return "GroupNorm(" + groups + ", " + channels + ")";
    }
}
