package org.clgrad.examples;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.nn.Conv2d;
import org.clgrad.nn.Flatten;
import org.clgrad.nn.Linear;
import org.clgrad.nn.MaxPool2d;
import org.clgrad.nn.Module;
import org.clgrad.nn.ReLU;
import org.clgrad.nn.Sequential;
import org.clgrad.nn.data.DataException;
import org.clgrad.nn.data.DrawnDigits;
import org.clgrad.nn.data.Mnist;
import org.clgrad.nn.data.TrainTest;
import org.clgrad.nn.download.PublishedDataset;

/**
 * A small convolutional network that reads digits: [N, 1, 28, 28] → 3×3 convolution to 32 channels → ReLU → the largest of
 * each 2×2 → [N, 5408] → [N, 10], one number for each digit.
 *
 * <p>Source: the first half of F. Chollet's example "Simple MNIST convnet", https://keras.io/examples/vision/mnist_convnet.
 */
final class MnistCnn implements Example {
    private static final int CHANNELS = 32;
    private static final int KERNEL = 3;
    private static final int POOL = 2;
    private static final int SIDE = 28;
    private static final Shape IMAGE = Shape.of(1, SIDE, SIDE);
    private static final int POOLED_SIDE = (SIDE - KERNEL + 1) / POOL;
    private static final int CLASSES = 10;

    @Override
    public String name() {
        return "mnist-cnn";
    }

    @Override
    public String summary() {
        return "Conv2d 3×3, ReLU, MaxPool2d, Linear; on MNIST, Fashion-MNIST, any data set of their form, or drawn digits";
    }

    @Override
    public Schedule schedule() {
        return new Schedule(5, 64, 1e-3);
    }

    @Override
    public Shape image() {
        return IMAGE;
    }

    @Override
    public List<String> classes() {
        return IntStream.range(0, CLASSES).mapToObj(Integer::toString).toList();
    }

    @Override
    public List<PublishedDataset> datasets() {
        return List.of(PublishedDataset.MNIST, PublishedDataset.FASHION_MNIST);
    }

    @Override
    public TrainTest read(Path folder) {
        TrainTest data = Mnist.load(folder);
        Shape found = data.train().inputShape();
        if (!found.equals(IMAGE)) {
            throw new DataException(folder, "expected images " + IMAGE + ", found " + found);
        }
        return data;
    }

    @Override
    public Optional<Drawing> drawn() {
        return Optional.of(DrawnDigits::load);
    }

    @Override
    public Module model() {
        return new Sequential(
                new Conv2d(1, CHANNELS, KERNEL),
                new ReLU(),
                new MaxPool2d(POOL),
                new Flatten(),
                new Linear(CHANNELS * POOLED_SIDE * POOLED_SIDE, CLASSES));
    }
}
