package org.clgrad.examples;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.examples.models.CifarResnet;
import org.clgrad.nn.Module;
import org.clgrad.nn.Parameter;
import org.clgrad.nn.data.Cifar10;
import org.clgrad.nn.data.Normalisation;
import org.clgrad.nn.data.TrainTest;
import org.clgrad.nn.download.PublishedDataset;
import org.clgrad.nn.optim.Optimizer;
import org.clgrad.nn.optim.SGD;

/** ResNet-20 on CIFAR-10, the photographs normalised as for ImageNet, as the published weights want them. */
final class Resnet20 implements Example {
    private static final int BLOCKS = 3;
    private static final double MOMENTUM = 0.9;
    private static final double WEIGHT_DECAY = 1e-4;

    @Override
    public String name() {
        return "resnet20";
    }

    @Override
    public String summary() {
        return "ResNet-20 with shortcuts that learn nothing; on CIFAR-10";
    }

    /** Half of the paper's rate, which the paper divides by ten twice: here it stays what it is. */
    @Override
    public Schedule schedule() {
        return new Schedule(20, 128, 0.05);
    }

    @Override
    public Shape image() {
        return Shape.of(3, 32, 32);
    }

    @Override
    public Optional<Normalisation> normalisation() {
        return Optional.of(Normalisation.IMAGENET);
    }

    @Override
    public List<String> classes() {
        return List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");
    }

    @Override
    public List<PublishedDataset> datasets() {
        return List.of(PublishedDataset.CIFAR10);
    }

    @Override
    public TrainTest read(Path folder) {
        return Cifar10.load(folder);
    }

    @Override
    public Optional<Drawing> drawn() {
        return Optional.empty();
    }

    @Override
    public Module model() {
        return new CifarResnet(BLOCKS, classes().size());
    }

    @Override
    public Optimizer optimizer(List<Parameter> parameters, double learningRate) {
        return new SGD(parameters, learningRate, MOMENTUM, 0, WEIGHT_DECAY, false);
    }
}
