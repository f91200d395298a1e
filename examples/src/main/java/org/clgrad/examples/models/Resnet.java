package org.clgrad.examples.models;

import java.util.List;
import org.clgrad.autograd.Tensor;
import org.clgrad.nn.Module;
import org.clgrad.nn.Sequential;
import org.clgrad.nn.Window;
import org.clgrad.nn.activation.ReLU;
import org.clgrad.nn.layer.Flatten;
import org.clgrad.nn.layer.Linear;
import org.clgrad.nn.norm.BatchNorm2d;
import org.clgrad.nn.pool.AdaptiveAvgPool2d;
import org.clgrad.nn.pool.MaxPool2d;

/**
 * The residual network of four stages, each with twice the channels of the one before on planes of half the size: a stem,
 * the stages, the mean of each plane, a linear layer. Shortcuts are projected where the size changes.
 *
 * <p>From [N,3,H,W] to [N,classes]. The names of its parameters are torchvision's but for the stem's: {@code
 * layer1.0.bn2.running_var}, {@code layer2.0.downsample.0.weight}, {@code fc.bias}.
 *
 * <p>Source: He, Zhang, Ren, Sun, "Deep Residual Learning for Image Recognition", CVPR 2016, table 1.
 */
public final class Resnet extends Module {
    /** The channels of the first stage in the paper. */
    public static final int WIDTH = 64;

    private final Module stem;
    private final Sequential stages;
    private final Module pool;
    private final Module flatten;
    private final Linear fc;

    private Resnet(Module stem, List<Sequential> stages, int features, int classes) {
        this.stem = child("stem", stem);
        for (int i = 0; i < stages.size(); i++) {
            child("layer" + (i + 1), stages.get(i));
        }
        this.stages = new Sequential(stages.toArray(new Module[0]));
        this.pool = child("pool", new AdaptiveAvgPool2d(1));
        this.flatten = child("flatten", new Flatten());
        this.fc = child("fc", new Linear(features, classes));
    }

    /**
     * ResNet-18 for images of 224 × 224: a 7×7 stem of stride 2 and a max pooling, then 2 basic blocks in each stage.
     *
     * @param width channels of the first stage, {@value #WIDTH} in the paper
     */
    public static Resnet resnet18(int width, int classes) {
        return new Resnet(largeStem(width), basic(width), 8 * width, classes);
    }

    /**
     * ResNet-18 for images of 32 × 32: a 3×3 stem that leaves the size as it is.
     *
     * @param width channels of the first stage, {@value #WIDTH} in the paper
     */
    public static Resnet cifarResnet18(int width, int classes) {
        return new Resnet(stem(width, 3, 1), basic(width), 8 * width, classes);
    }

    /**
     * ResNet-50 for images of 224 × 224: 3, 4, 6 and 3 bottlenecks behind the large stem.
     *
     * @param width channels between, of the first stage, {@value #WIDTH} in the paper
     */
    public static Resnet resnet50(int width, int classes) {
        int out = Bottleneck.EXPANSION * width;
        ResidualBlock.Kind kind = (in, channels, stride) -> new Bottleneck(in, channels, stride, Shortcut.PROJECTED);
        List<Sequential> stages = List.of(
                ResidualBlock.stage(kind, 3, width, out, 1),
                ResidualBlock.stage(kind, 4, out, 2 * out, 2),
                ResidualBlock.stage(kind, 6, 2 * out, 4 * out, 2),
                ResidualBlock.stage(kind, 3, 4 * out, 8 * out, 2));
        return new Resnet(largeStem(width), stages, 8 * out, classes);
    }

    private static List<Sequential> basic(int width) {
        ResidualBlock.Kind kind = (in, channels, stride) -> new BasicBlock(in, channels, stride, Shortcut.PROJECTED);
        return List.of(
                ResidualBlock.stage(kind, 2, width, width, 1),
                ResidualBlock.stage(kind, 2, width, 2 * width, 2),
                ResidualBlock.stage(kind, 2, 2 * width, 4 * width, 2),
                ResidualBlock.stage(kind, 2, 4 * width, 8 * width, 2));
    }

    private static Sequential stem(int width, int kernel, int stride) {
        return new Sequential(ResidualBlock.convolution(3, width, kernel, stride), new BatchNorm2d(width), new ReLU());
    }

    private static Sequential largeStem(int width) {
        return new Sequential(
                stem(width, 7, 2), new MaxPool2d(Window.sliding(3).stride(2).padding(1)));
    }

    @Override
    protected Tensor forward(Tensor x) {
        return fc.apply(flatten.apply(pool.apply(stages.apply(stem.apply(x)))));
    }
}
