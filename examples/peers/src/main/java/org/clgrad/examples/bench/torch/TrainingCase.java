package org.clgrad.examples.bench.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import org.clgrad.examples.bench.child.Draw;
import org.clgrad.examples.bench.child.Expect;
import org.clgrad.examples.bench.child.TimedCase;
import org.clgrad.examples.bench.child.UnsupportedCaseException;

/**
 * Steps of a training; the check is that the loss of the one batch comes to be less than at first. Adam's first steps are as long as
 * its rate allows, whatever the gradient, and may lead a wide layer up before they lead it down.
 */
record TrainingCase(TrainingStep training) implements TimedCase {
    private static final int MOST_CHECKED_STEPS = 30;

    static TimedCase open(String name) {
        return new TrainingCase(step(name));
    }

    private static TrainingStep step(String name) {
        return switch (name) {
            case "mnist_cnn" -> mnistCnn();
            case "lenet5" -> classification(Networks.lenet5(64), 10, adam());
            case "mlp" -> classification(Networks.mlp(128), 10, adam());
            case "char_lstm" -> characters(SequenceNetworks.characters(32));
            case "transformer" -> regression(SequenceNetworks.transformer(16));
            case "resnet18_cifar" -> classification(ResidualNetworks.resnet18Cifar(32), 10, momentum());
            case "resnet50_224_b8" -> classification(ResidualNetworks.resnet50(8), 1000, momentum());
            default -> throw new UnsupportedCaseException("libtorch has no case train/" + name);
        };
    }

    /** The training whose first step is {@code cold/mnist_cnn_first_step}, too. */
    static TrainingStep mnistCnn() {
        return classification(Networks.mnistCnn(64), 10, adam());
    }

    private static Optimizer adam() {
        return Optimizer.adam().optLearningRateTracker(Tracker.fixed(1e-3f)).build();
    }

    private static Optimizer momentum() {
        return Optimizer.sgd()
                .setLearningRateTracker(Tracker.fixed(0.01f))
                .optMomentum(0.9f)
                .build();
    }

    private static TrainingStep classification(Network network, int classes, Optimizer optimizer) {
        Draw draw = new Draw(0);
        Shape shape = network.input();
        float[] images = draw.numbers((int) shape.size());
        long[] labels = draw.classes((int) shape.get(0), classes);
        return new TrainingStep(
                network,
                optimizer,
                TrainingCase::crossEntropy,
                arrays -> new TrainingStep.Batch(arrays.create(images, shape), arrays.create(labels)));
    }

    private static TrainingStep characters(Network network) {
        Draw draw = new Draw(0);
        Shape shape = network.input();
        long[] characters = draw.classes((int) shape.size(), SequenceNetworks.CHARACTERS);
        long[] next = draw.classes((int) shape.size(), SequenceNetworks.CHARACTERS);
        return new TrainingStep(
                network,
                adam(),
                (output, target) -> crossEntropy(output.reshape(-1, SequenceNetworks.CHARACTERS), target),
                arrays -> new TrainingStep.Batch(arrays.create(characters, shape), arrays.create(next)));
    }

    private static TrainingStep regression(Network network) {
        Draw draw = new Draw(0);
        Shape shape = network.input();
        float[] inputs = draw.numbers((int) shape.size());
        float[] targets = draw.numbers((int) shape.size());
        return new TrainingStep(
                network,
                adam(),
                (output, target) -> output.sub(target).square().mean(),
                arrays -> new TrainingStep.Batch(arrays.create(inputs, shape), arrays.create(targets, shape)));
    }

    private static NDArray crossEntropy(NDArray output, NDArray target) {
        return Loss.softmaxCrossEntropyLoss().evaluate(new NDList(target), new NDList(output));
    }

    @Override
    public void call() {
        training.step();
    }

    @Override
    public void check() {
        float first = training.stepWithLoss();
        float last = first;
        for (int i = 0; i < MOST_CHECKED_STEPS && !(last < first); i++) {
            last = training.stepWithLoss();
        }
        Expect.that(last < first && Float.isFinite(first), "the loss goes from " + first + " to " + last);
    }

    @Override
    public void close() {
        training.close();
    }
}
