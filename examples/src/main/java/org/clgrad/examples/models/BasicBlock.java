package org.clgrad.examples.models;

import org.clgrad.autograd.Tensor;
import org.clgrad.nn.layer.Conv2d;
import org.clgrad.nn.norm.BatchNorm2d;

/**
 * The block of the smaller residual networks: bn(conv(relu(bn(conv(x))))), both convolutions 3×3, the first with the stride.
 *
 * <p>Source: He, Zhang, Ren, Sun, "Deep Residual Learning for Image Recognition", CVPR 2016, fig. 5, left.
 */
final class BasicBlock extends ResidualBlock {
    private final Conv2d conv1;
    private final BatchNorm2d bn1;
    private final Conv2d conv2;
    private final BatchNorm2d bn2;

    /**
     * A block.
     *
     * @param stride 1, or 2 to halve the size
     */
    BasicBlock(int inChannels, int outChannels, int stride, Shortcut shortcut) {
        super(inChannels, outChannels, stride, shortcut);
        this.conv1 = child("conv1", convolution(inChannels, outChannels, 3, stride));
        this.bn1 = child("bn1", new BatchNorm2d(outChannels));
        this.conv2 = child("conv2", convolution(outChannels, outChannels, 3, 1));
        this.bn2 = child("bn2", new BatchNorm2d(outChannels));
    }

    @Override
    Tensor addedResidue(Tensor x, Tensor shortcut) {
        return bn2.relu(conv2.apply(bn1.relu(conv1.apply(x), null)), shortcut);
    }
}
