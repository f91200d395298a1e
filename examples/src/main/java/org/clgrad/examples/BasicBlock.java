package org.clgrad.examples;

import org.clgrad.autograd.Tensor;
import org.clgrad.nn.BatchNorm2d;
import org.clgrad.nn.Conv2d;
import org.clgrad.nn.Init;
import org.clgrad.nn.Module;
import org.clgrad.nn.Window;

/**
 * A residual block: y = relu(x' + bn(conv(relu(bn(conv(x)))))), both convolutions 3×3. Where the block halves the size and
 * has more channels, the shortcut x' is every other pixel of x with channels of zeros around x's (option A): it has
 * nothing to learn.
 *
 * <p>Source: He, Zhang, Ren, Sun, "Deep Residual Learning for Image Recognition", CVPR 2016, §3.3 and §4.2.
 */
final class BasicBlock extends Module {
    private final int stride;
    private final int moreChannels;
    private final Conv2d conv1;
    private final BatchNorm2d bn1;
    private final Conv2d conv2;
    private final BatchNorm2d bn2;

    /**
     * A block.
     *
     * @param stride 1, or 2 to halve the size
     * @throws IllegalArgumentException if channels are lost, or an odd number is added, which has no middle
     */
    BasicBlock(int inChannels, int outChannels, int stride) {
        this.stride = stride;
        this.moreChannels = outChannels - inChannels;
        if (moreChannels < 0 || moreChannels % 2 != 0) {
            throw new IllegalArgumentException(
                    "BasicBlock: expected an even number of channels more, got " + inChannels + " to " + outChannels);
        }
        this.conv1 = child("conv1", convolution(inChannels, outChannels, stride));
        this.bn1 = child("bn1", new BatchNorm2d(outChannels));
        this.conv2 = child("conv2", convolution(outChannels, outChannels, 1));
        this.bn2 = child("bn2", new BatchNorm2d(outChannels));
    }

    /** 3×3, as large as its input but for the stride; a bias would be taken away again by the normalisation behind it. */
    static Conv2d convolution(int inChannels, int outChannels, int stride) {
        Window window = Window.sliding(3).padding(1).stride(stride);
        return new Conv2d(inChannels, outChannels, window, 1, false, Init.HE_UNIFORM);
    }

    @Override
    protected Tensor forward(Tensor x) {
        Tensor inner = bn1.apply(conv1.apply(x)).relu();
        return shortcut(x).add(bn2.apply(conv2.apply(inner))).relu();
    }

    private Tensor shortcut(Tensor x) {
        if (stride == 1 && moreChannels == 0) {
            return x;
        }
        long[] channels = {0, moreChannels / 2, 0, 0};
        return x.slice(2, 0, x.size(2), stride).slice(3, 0, x.size(3), stride).pad(channels, channels, 0);
    }
}
