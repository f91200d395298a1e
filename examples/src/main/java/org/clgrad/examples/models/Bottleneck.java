package org.clgrad.examples.models;

import org.clgrad.autograd.Tensor;
import org.clgrad.nn.layer.NormalisedConvolution;

/**
 * The block of the deeper residual networks: 1×1 to a quarter of the channels, 3×3, 1×1 back, each normalised, ReLU between
 * them. The stride is in the first, as in the paper; PyTorch's has it in the second ("v1.5").
 *
 * <p>Source: He, Zhang, Ren, Sun, "Deep Residual Learning for Image Recognition", CVPR 2016, fig. 5, right.
 */
final class Bottleneck extends ResidualBlock {
    /** Channels of the result for each channel between. */
    static final int EXPANSION = 4;

    private final NormalisedConvolution first;
    private final NormalisedConvolution second;
    private final NormalisedConvolution third;

    /**
     * A block.
     *
     * @param outChannels a multiple of {@value #EXPANSION}
     * @param stride 1, or 2 to halve the size
     */
    Bottleneck(int inChannels, int outChannels, int stride, Shortcut shortcut) {
        super(inChannels, outChannels, stride, shortcut);
        int inner = outChannels / EXPANSION;
        this.first = normalised(1, convolution(inChannels, inner, 1, stride));
        this.second = normalised(2, convolution(inner, inner, 3, 1));
        this.third = normalised(3, convolution(inner, outChannels, 1, 1));
    }

    @Override
    Tensor addedResidue(Tensor x, Tensor shortcut) {
        return third.relu(second.relu(first.relu(x, null), null), shortcut);
    }
}
