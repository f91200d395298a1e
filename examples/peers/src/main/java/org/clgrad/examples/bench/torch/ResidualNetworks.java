package org.clgrad.examples.bench.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import java.util.List;

/**
 * Residual networks, built block by block: what DJL calls "ResNet-18" has bottleneck blocks and fewer parameters.
 *
 * <p>Source: He, Zhang, Ren, Sun, "Deep Residual Learning for Image Recognition", CVPR 2016: table 1, shortcuts by option B,
 * and a bottleneck block that halves the size in its first convolution (version 1).
 */
final class ResidualNetworks {
    private static final int[] WIDTHS = {64, 128, 256, 512};

    private ResidualNetworks() {}

    /** ResNet-18 behind a 3×3 stem, for images of 32 × 32 in 10 classes. */
    static Network resnet18Cifar(int batch) {
        SequentialBlock block = new SequentialBlock().add(normalised(64, 3, 1)).add(Activation::relu);
        basicStages(block);
        return new Network(head(block, 10), new Shape(batch, 3, 32, 32), 11_173_962);
    }

    /** ResNet-18 for images of 224 × 224 in 1000 classes. */
    static Network resnet18(int batch) {
        SequentialBlock block = stem();
        basicStages(block);
        return new Network(head(block, 1000), new Shape(batch, 3, 224, 224), 11_689_512);
    }

    /** ResNet-50 for images of 224 × 224 in 1000 classes. */
    static Network resnet50(int batch) {
        SequentialBlock block = stem();
        int[] blocks = {3, 4, 6, 3};
        for (int stage = 0; stage < WIDTHS.length; stage++) {
            for (int i = 0; i < blocks[stage]; i++) {
                block.add(bottleneck(WIDTHS[stage], i > 0 || stage == 0 ? 1 : 2, i == 0));
            }
        }
        return new Network(head(block, 1000), new Shape(batch, 3, 224, 224), 25_557_032);
    }

    private static SequentialBlock stem() {
        return new SequentialBlock()
                .add(normalised(64, 7, 2))
                .add(Activation::relu)
                .add(Pool.maxPool2dBlock(new Shape(3, 3), new Shape(2, 2), new Shape(1, 1)));
    }

    private static void basicStages(SequentialBlock block) {
        for (int width : WIDTHS) {
            block.add(basic(width, width == 64 ? 1 : 2)).add(basic(width, 1));
        }
    }

    private static Block head(SequentialBlock block, int classes) {
        return block.add(Pool.globalAvgPool2dBlock())
                .add(Blocks.batchFlattenBlock())
                .add(Linear.builder().setUnits(classes).build());
    }

    private static Block basic(int width, int stride) {
        SequentialBlock inner = new SequentialBlock()
                .add(normalised(width, 3, stride))
                .add(Activation::relu)
                .add(normalised(width, 3, 1));
        return residual(inner, stride == 1 ? Blocks.identityBlock() : normalised(width, 1, stride));
    }

    private static Block bottleneck(int width, int stride, boolean first) {
        SequentialBlock inner = new SequentialBlock()
                .add(normalised(width, 1, stride))
                .add(Activation::relu)
                .add(normalised(width, 3, 1))
                .add(Activation::relu)
                .add(normalised(4 * width, 1, 1));
        return residual(inner, first ? normalised(4 * width, 1, stride) : Blocks.identityBlock());
    }

    private static Block residual(Block inner, Block shortcut) {
        return new ParallelBlock(ResidualNetworks::sum, List.of(inner, shortcut));
    }

    private static NDList sum(List<NDList> branches) {
        NDArray inner = branches.get(0).singletonOrThrow();
        return new NDList(Activation.relu(inner.add(branches.get(1).singletonOrThrow())));
    }

    private static Block normalised(int filters, int kernel, int stride) {
        Block convolution = Conv2d.builder()
                .setKernelShape(new Shape(kernel, kernel))
                .optPadding(new Shape(kernel / 2, kernel / 2))
                .optStride(new Shape(stride, stride))
                .setFilters(filters)
                .optBias(false)
                .build();
        return new SequentialBlock().add(convolution).add(BatchNorm.builder().build());
    }
}
