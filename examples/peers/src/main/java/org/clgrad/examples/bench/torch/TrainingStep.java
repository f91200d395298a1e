package org.clgrad.examples.bench.torch;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.clgrad.examples.bench.child.Expect;

/**
 * A network in training on one batch that lies in the host's memory. A step is: the batch to arrays of libtorch, forward,
 * loss, backward, update, by DJL's trainer without listeners.
 */
final class TrainingStep implements AutoCloseable {
    /** A batch as arrays. */
    record Batch(NDArray input, NDArray target) {}

    private final Model model;
    private final Trainer trainer;
    private final BinaryOperator<NDArray> loss;
    private final Function<NDManager, Batch> batch;

    /**
     * @param loss of output and target
     * @param batch makes arrays of the host's
     */
    TrainingStep(Network network, Optimizer optimizer, BinaryOperator<NDArray> loss, Function<NDManager, Batch> batch) {
        this.loss = loss;
        this.batch = batch;
        model = Model.newInstance("network", "PyTorch");
        model.setBlock(network.block());
        // The trainer wants a loss, but is not the one who computes it.
        trainer = model.newTrainer(new DefaultTrainingConfig(Loss.l2Loss())
                .optDevices(new Device[] {Device.cpu()})
                .optOptimizer(optimizer));
        trainer.initialize(network.input());
        long parameters = network.block().getParameters().values().stream()
                .filter(Parameter::requiresGradient)
                .mapToLong(parameter -> parameter.getArray().size())
                .sum();
        Expect.that(
                parameters == network.parameters(),
                "the network has " + parameters + " parameters instead of " + network.parameters());
    }

    /** Does a step. */
    void step() {
        try (NDManager arrays = trainer.getManager().newSubManager()) {
            step(arrays);
        }
    }

    /** Does a step, and waits for its loss. */
    float stepWithLoss() {
        try (NDManager arrays = trainer.getManager().newSubManager()) {
            return step(arrays).getFloat();
        }
    }

    private NDArray step(NDManager arrays) {
        NDArray value;
        try (GradientCollector gradients = trainer.newGradientCollector()) {
            Batch inputs = batch.apply(arrays);
            NDArray output = trainer.forward(new NDList(inputs.input())).singletonOrThrow();
            value = loss.apply(output, inputs.target());
            gradients.backward(value);
        }
        trainer.step();
        return value;
    }

    @Override
    public void close() {
        trainer.close();
        model.close();
    }
}
