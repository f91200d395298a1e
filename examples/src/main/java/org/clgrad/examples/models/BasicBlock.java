package org.clgrad.examples.models;

import org.clgrad.autograd.Tensor;
import org.clgrad.nn.layer.NormalisedConvolution;

/**
 * The block of the smaller residual networks: bn(conv(relu(bn(conv(x))))), both convolutions 3×3, the first with the stride.
 *
 * <p>Source: He, Zhang, Ren, Sun, "Deep Residual Learning for Image Recognition", CVPR 2016, fig. 5, left.
 */
final class BasicBlock extends ResidualBlock {
    private final NormalisedConvolution first;
    private final NormalisedConvolution second;

    /**
     * A block.
     *
     * @param stride 1, or 2 to halve the size
     */
    BasicBlock(int inChannels, int outChannels, int stride, Shortcut shortcut) {
        super(inChannels, outChannels, stride, shortcut);
        this.first = normalised(1, convolution(inChannels, outChannels, 3, stride));
        this.second = normalised(2, convolution(outChannels, outChannels, 3, 1));
    }

    @Override
    Tensor addedResidue(Tensor x, Tensor shortcut) {
        return second.relu(first.relu(x, null), shortcut);
    }
}
