package org.clgrad.examples;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.examples.models.SmallNetworks;
import org.clgrad.nn.Module;
import org.clgrad.nn.data.DataException;
import org.clgrad.nn.data.DrawnDigits;
import org.clgrad.nn.data.Mnist;
import org.clgrad.nn.data.TrainTest;
import org.clgrad.nn.download.PublishedDataset;

/** The small convolutional network of {@link SmallNetworks#mnistCnn} on digits, given, fetched or drawn. */
final class MnistCnn implements Example {
    private static final int SIDE = 28;
    private static final Shape IMAGE = Shape.of(1, SIDE, SIDE);
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
        return SmallNetworks.mnistCnn();
    }
}
