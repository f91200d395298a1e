package org.clgrad.examples.bench.torch;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;

/** The small networks, of DJL's blocks. */
final class Networks {
    private Networks() {}

    /** Conv(32, 3×3) ReLU, MaxPool 2, Flatten, Linear 10. */
    static Network mnistCnn(int batch) {
        SequentialBlock block = new SequentialBlock()
                .add(convolution(3, 0, 32))
                .add(Activation::relu)
                .add(halved())
                .add(Blocks.batchFlattenBlock())
                .add(linear(10));
        return new Network(block, new Shape(batch, 1, 28, 28), 54_410);
    }

    /** Conv(6, 5×5, padding 2), MaxPool 2, Conv(16, 5×5), MaxPool 2, 120, 84, 10, with ReLU. */
    static Network lenet5(int batch) {
        SequentialBlock block = new SequentialBlock()
                .add(convolution(5, 2, 6))
                .add(Activation::relu)
                .add(halved())
                .add(convolution(5, 0, 16))
                .add(Activation::relu)
                .add(halved())
                .add(Blocks.batchFlattenBlock())
                .add(linear(120))
                .add(Activation::relu)
                .add(linear(84))
                .add(Activation::relu)
                .add(linear(10));
        return new Network(block, new Shape(batch, 1, 28, 28), 61_706);
    }

    /** 784-512-512-10 with ReLU. */
    static Network mlp(int batch) {
        SequentialBlock block = new SequentialBlock()
                .add(linear(512))
                .add(Activation::relu)
                .add(linear(512))
                .add(Activation::relu)
                .add(linear(10));
        return new Network(block, new Shape(batch, 784), 669_706);
    }

    private static Block convolution(int kernel, int padding, int filters) {
        return Conv2d.builder()
                .setKernelShape(new Shape(kernel, kernel))
                .optPadding(new Shape(padding, padding))
                .setFilters(filters)
                .build();
    }

    private static Block halved() {
        return Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2));
    }

    private static Block linear(int units) {
        return Linear.builder().setUnits(units).build();
    }
}
