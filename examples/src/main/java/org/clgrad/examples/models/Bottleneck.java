package org.clgrad.examples.models;

import org.clgrad.autograd.Tensor;
import org.clgrad.nn.layer.Conv2d;
import org.clgrad.nn.norm.BatchNorm2d;

/**
 * The block of the deeper residual networks: 1×1 to a quarter of the channels, 3×3, 1×1 back, each normalised, ReLU between
 * them. The stride is in the first, as in the paper; PyTorch's has it in the second ("v1.5").
 *
 * <p>Source: He, Zhang, Ren, Sun, "Deep Residual Learning for Image Recognition", CVPR 2016, fig. 5, right.
 */
final class Bottleneck extends ResidualBlock {
    /** Channels of the result for each channel between. */
    static final int EXPANSION = 4;

    private final Conv2d conv1;
    private final BatchNorm2d bn1;
    private final Conv2d conv2;
    private final BatchNorm2d bn2;
    private final Conv2d conv3;
    private final BatchNorm2d bn3;

    /**
     * A block.
     *
     * @param outChannels a multiple of {@value #EXPANSION}
     * @param stride 1, or 2 to halve the size
     */
    Bottleneck(int inChannels, int outChannels, int stride, Shortcut shortcut) {
        super(inChannels, outChannels, stride, shortcut);
        int inner = outChannels / EXPANSION;
        this.conv1 = child("conv1", convolution(inChannels, inner, 1, stride));
        this.bn1 = child("bn1", new BatchNorm2d(inner));
        this.conv2 = child("conv2", convolution(inner, inner, 3, 1));
        this.bn2 = child("bn2", new BatchNorm2d(inner));
        this.conv3 = child("conv3", convolution(inner, outChannels, 1, 1));
        this.bn3 = child("bn3", new BatchNorm2d(outChannels));
    }

    @Override
    Tensor addedResidue(Tensor x, Tensor shortcut) {
        Tensor reduced = bn1.relu(conv1.apply(x), null);
        Tensor inner = bn2.relu(conv2.apply(reduced), null);
        return bn3.relu(conv3.apply(inner), shortcut);
    }
}
