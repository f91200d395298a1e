package org.clgrad.examples.bench;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.clgrad.autograd.Tensor;
import org.clgrad.examples.models.CharLstm;
import org.clgrad.examples.models.Resnet;
import org.clgrad.examples.models.SmallNetworks;
import org.clgrad.nn.Module;
import org.clgrad.nn.Parameter;
import org.clgrad.nn.layer.TransformerEncoderLayer;
import org.clgrad.nn.loss.CrossEntropyLoss;
import org.clgrad.nn.loss.MSELoss;
import org.clgrad.nn.optim.Adam;
import org.clgrad.nn.optim.Optimizer;
import org.clgrad.nn.optim.SGD;

/** Whole training steps. */
final class TrainingCases {
    private static final long INPUTS = 1;
    private static final long TARGETS = 2;

    private TrainingCases() {}

    static Stream<BenchCase> all() {
        return Stream.of(
                named(
                        "mnist_cnn",
                        64,
                        digits(64, SmallNetworks::mnistCnn),
                        digits(3, SmallNetworks::mnistCnn),
                        4,
                        5408),
                named("lenet5", 64, digits(64, SmallNetworks::lenet5), digits(3, SmallNetworks::lenet5), 10, 400),
                named("mlp", 128, perceptron(128, 512), perceptron(3, 33), 6, 784),
                named("char_lstm", 32, charLstm(64, 32, 256), charLstm(5, 3, 17), 12, 145),
                named("transformer", 16, transformer(64, 16, 128, 512), transformer(7, 2, 16, 40), 16, 40),
                named("resnet18_cifar", 32, resnet18(64, 32, 32), resnet18(4, 4, 16), 2 * 18, 9 * 32),
                named("resnet50_224_b8", 8, resnet50(64, 8, 224, 1000), resnet50(4, 8, 64, 10), 2 * 50, 9 * 32));
    }

    /**
     * A case.
     *
     * @param layers that a value goes through, there and back
     * @param terms of the longest sum at the small shape
     */
    private static BenchCase named(
            String name, int batch, TrainingStep full, TrainingStep small, int layers, int terms) {
        double loss = ModelTolerance.of(layers, terms);
        double behindGradients = Math.max(loss, ModelTolerance.KINKS);
        return BenchCase.compared(
                "train/" + name,
                Metric.SAMPLES_S,
                Work.ofSamples(batch),
                full,
                small,
                result -> result == TrainingStep.FIRST_LOSS ? loss : behindGradients);
    }

    private static Optimizer adam(List<Parameter> parameters) {
        return new Adam(parameters, 1e-3);
    }

    private static Optimizer momentum(List<Parameter> parameters) {
        return new SGD(parameters, 1e-2, 0.9);
    }

    private static TrainingStep classifier(
            Supplier<Module> model,
            Function<List<Parameter>, Optimizer> optimizer,
            int classes,
            long labels,
            Supplier<HostBatch> inputs) {
        return new TrainingStep(
                model, new CrossEntropyLoss(), optimizer, inputs, () -> HostBatch.integers(classes, TARGETS, labels));
    }

    private static TrainingStep digits(int batch, Supplier<Module> model) {
        return classifier(model, TrainingCases::adam, 10, batch, () -> HostBatch.numbers(INPUTS, batch, 1, 28, 28));
    }

    private static TrainingStep perceptron(int batch, int hidden) {
        return classifier(
                () -> SmallNetworks.perceptron(hidden),
                TrainingCases::adam,
                10,
                batch,
                () -> HostBatch.numbers(INPUTS, batch, 784));
    }

    private static TrainingStep charLstm(int steps, int batch, int hidden) {
        int characters = 65;
        return classifier(
                () -> new CharLstm(characters, 128, hidden),
                TrainingCases::adam,
                characters,
                (long) steps * batch,
                () -> HostBatch.integers(characters, INPUTS, steps, batch));
    }

    private static TrainingStep transformer(int steps, int batch, int width, int inner) {
        return new TrainingStep(
                () -> new TransformerEncoderLayer(width, 4, inner, 0, Tensor::gelu, 1e-5, true, false, true),
                new MSELoss(),
                TrainingCases::adam,
                () -> HostBatch.numbers(INPUTS, batch, steps, width),
                () -> HostBatch.numbers(TARGETS, batch, steps, width));
    }

    private static TrainingStep resnet18(int width, int batch, int side) {
        return classifier(
                () -> Resnet.cifarResnet18(width, 10),
                TrainingCases::momentum,
                10,
                batch,
                () -> HostBatch.numbers(INPUTS, batch, 3, side, side));
    }

    private static TrainingStep resnet50(int width, int batch, int side, int classes) {
        return classifier(
                () -> Resnet.resnet50(width, classes),
                TrainingCases::momentum,
                classes,
                batch,
                () -> HostBatch.numbers(INPUTS, batch, 3, side, side));
    }
}
