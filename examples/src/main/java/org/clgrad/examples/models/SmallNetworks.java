package org.clgrad.examples.models;

import org.clgrad.nn.Module;
import org.clgrad.nn.Sequential;
import org.clgrad.nn.Window;
import org.clgrad.nn.activation.ReLU;
import org.clgrad.nn.layer.Conv2d;
import org.clgrad.nn.layer.Flatten;
import org.clgrad.nn.layer.Linear;
import org.clgrad.nn.pool.MaxPool2d;

/** Networks that read digits, [N,1,28,28] or [N,784] to [N,10], one number for each. */
public final class SmallNetworks {
    private static final int SIDE = 28;
    private static final int CLASSES = 10;

    private SmallNetworks() {}

    /**
     * A small convolutional network: [N,1,28,28] → 3×3 convolution to 32 channels → ReLU → the largest of each 2×2 →
     * [N,5408] → [N,10].
     *
     * <p>Source: the first half of F. Chollet's example "Simple MNIST convnet", https://keras.io/examples/vision/mnist_convnet.
     */
    public static Module mnistCnn() {
        int channels = 32;
        int pooled = (SIDE - 2) / 2;
        return new Sequential(
                new Conv2d(1, channels, 3),
                new ReLU(),
                new MaxPool2d(2),
                new Flatten(),
                new Linear(channels * pooled * pooled, CLASSES));
    }

    /**
     * LeNet-5 as it is built today, with ReLU, max pooling and all channels connected: two 5×5 convolutions to 6 and 16
     * channels, the first padded, each pooled, then 120, 84 and 10 features.
     *
     * <p>Source: LeCun, Bottou, Bengio, Haffner, "Gradient-based learning applied to document recognition", Proc. IEEE
     * 86(11), 1998, §II.B.
     */
    public static Module lenet5() {
        int side = (SIDE / 2 - 4) / 2;
        return new Sequential(
                new Conv2d(1, 6, Window.sliding(5).padding(2)),
                new ReLU(),
                new MaxPool2d(2),
                new Conv2d(6, 16, 5),
                new ReLU(),
                new MaxPool2d(2),
                new Flatten(),
                new Linear(16 * side * side, 120),
                new ReLU(),
                new Linear(120, 84),
                new ReLU(),
                new Linear(84, CLASSES));
    }

    /** A perceptron with two hidden layers: [N,784] → hidden → hidden → [N,10], ReLU between. */
    public static Module perceptron(int hidden) {
        return new Sequential(
                new Linear(SIDE * SIDE, hidden),
                new ReLU(),
                new Linear(hidden, hidden),
                new ReLU(),
                new Linear(hidden, CLASSES));
    }
}
