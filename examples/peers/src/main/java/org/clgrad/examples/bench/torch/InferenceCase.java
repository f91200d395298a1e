package org.clgrad.examples.bench.torch;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.ParameterStore;
import org.clgrad.examples.bench.child.Draw;
import org.clgrad.examples.bench.child.Expect;
import org.clgrad.examples.bench.child.TimedCase;
import org.clgrad.examples.bench.child.UnsupportedCaseException;

/** A network that reads one image from the host's memory, and whose output goes there; no gradients. */
final class InferenceCase implements TimedCase {
    private final Network network;
    private final float[] image;
    private final Model model;
    private final ParameterStore parameters;

    private InferenceCase(Network network) {
        this.network = network;
        image = new Draw(0).numbers((int) network.input().size());
        model = Model.newInstance("network", "PyTorch");
        model.setBlock(network.block());
        network.block().initialize(model.getNDManager(), DataType.FLOAT32, network.input());
        parameters = new ParameterStore(model.getNDManager(), false);
    }

    static TimedCase open(String name) {
        return new InferenceCase(
                switch (name) {
                    case "mnist_cnn_b1" -> Networks.mnistCnn(1);
                    case "resnet18_cifar_b1" -> ResidualNetworks.resnet18Cifar(1);
                    case "resnet18_224_b1" -> ResidualNetworks.resnet18(1);
                    case "resnet50_224_b1" -> ResidualNetworks.resnet50(1);
                    default -> throw new UnsupportedCaseException("libtorch has no case infer/" + name);
                });
    }

    private float[] infer() {
        try (NDManager arrays = model.getNDManager().newSubManager()) {
            NDArray x = arrays.create(image, network.input());
            return network.block()
                    .forward(parameters, new NDList(x), false)
                    .singletonOrThrow()
                    .toFloatArray();
        }
    }

    @Override
    public void call() {
        infer();
    }

    @Override
    public void check() {
        float[] output = infer();
        Expect.that(output.length == 10 || output.length == 1000, "there are " + output.length + " outputs");
        double sum = 0;
        for (float value : output) {
            sum += Math.abs(value);
        }
        Expect.that(sum > 0 && Double.isFinite(sum), "the outputs sum up to " + sum);
    }

    @Override
    public void close() {
        model.close();
    }
}
