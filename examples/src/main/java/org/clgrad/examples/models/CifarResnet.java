package org.clgrad.examples.models;

import org.clgrad.autograd.Tensor;
import org.clgrad.nn.Module;
import org.clgrad.nn.Sequential;
import org.clgrad.nn.layer.Flatten;
import org.clgrad.nn.layer.Linear;
import org.clgrad.nn.layer.NormalisedConvolution;
import org.clgrad.nn.norm.BatchNorm2d;
import org.clgrad.nn.pool.AdaptiveAvgPool2d;

/**
 * The residual network for images of 32 × 32: a convolution, three stages of blocks with 16, 32 and 64 channels on planes of
 * 32², 16² and 8², the mean of each plane, a linear layer. With n blocks a stage it has 6n + 2 layers.
 *
 * <p>The names of its parameters are those of Y. Idelbayev's implementation, https://github.com/akamaster/pytorch_resnet_cifar10,
 * whose weights are published: {@code conv1.weight}, {@code layer1.0.bn2.running_var}, {@code linear.bias}.
 *
 * <p>Source: He, Zhang, Ren, Sun, "Deep Residual Learning for Image Recognition", CVPR 2016, §4.2.
 */
public final class CifarResnet extends Module {
    private static final int FIRST_CHANNELS = 16;

    private final NormalisedConvolution first = child("conv1", ResidualBlock.convolution(3, FIRST_CHANNELS, 3, 1))
            .followedBy(child("bn1", new BatchNorm2d(FIRST_CHANNELS)));
    private final Module layer1;
    private final Module layer2;
    private final Module layer3;
    private final Module pool;
    private final Module flatten;
    private final Linear linear;

    /** @param blocks blocks in each stage; 3 make ResNet-20 */
    public CifarResnet(int blocks, int classes) {
        layer1 = child("layer1", stage(blocks, FIRST_CHANNELS, FIRST_CHANNELS, 1));
        layer2 = child("layer2", stage(blocks, FIRST_CHANNELS, 2 * FIRST_CHANNELS, 2));
        layer3 = child("layer3", stage(blocks, 2 * FIRST_CHANNELS, 4 * FIRST_CHANNELS, 2));
        pool = child("pool", new AdaptiveAvgPool2d(1));
        flatten = child("flatten", new Flatten());
        linear = child("linear", new Linear(4 * FIRST_CHANNELS, classes));
    }

    private static Sequential stage(int blocks, int inChannels, int outChannels, int stride) {
        return ResidualBlock.stage(
                (in, out, step) -> new BasicBlock(in, out, step, Shortcut.PADDED),
                blocks,
                inChannels,
                outChannels,
                stride);
    }

    @Override
    protected Tensor forward(Tensor x) {
        Tensor last = layer3.apply(layer2.apply(layer1.apply(first.relu(x, null))));
        return linear.apply(flatten.apply(pool.apply(last)));
    }
}
