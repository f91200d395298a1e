package org.clgrad.examples.bench;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.clgrad.autograd.GradMode;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Device;
import org.clgrad.engine.Scope;
import org.clgrad.examples.models.Resnet;
import org.clgrad.examples.models.SmallNetworks;
import org.clgrad.nn.Module;

/** Answers to single inputs: from an array of the host to an array of the host. */
final class InferenceCases {
    private InferenceCases() {}

    static Stream<BenchCase> all() {
        return Stream.of(
                named(
                        "mnist_cnn_b1",
                        new Answer(SmallNetworks::mnistCnn, 1, 28, 10),
                        new Answer(SmallNetworks::mnistCnn, 1, 28, 10),
                        ModelTolerance.of(2, 5408)),
                named("resnet18_cifar_b1", cifar(64, 32), cifar(4, 16), ModelTolerance.of(18, 9 * 32)),
                named("resnet18_224_b1", resnet18(64, 224, 1000), resnet18(4, 64, 10), ModelTolerance.of(18, 9 * 32)),
                named("resnet50_224_b1", resnet50(64, 224, 1000), resnet50(4, 64, 10), ModelTolerance.of(50, 9 * 32)));
    }

    private static BenchCase named(String name, Answer full, Answer small, double tolerance) {
        return BenchCase.compared("infer/" + name, Metric.MS, Work.ofSamples(1), full, small, result -> tolerance);
    }

    private static Answer cifar(int width, int side) {
        return new Answer(() -> Resnet.cifarResnet18(width, 10), 3, side, 10);
    }

    private static Answer resnet18(int width, int side, int classes) {
        return new Answer(() -> Resnet.resnet18(width, classes), 3, side, classes);
    }

    private static Answer resnet50(int width, int side, int classes) {
        return new Answer(() -> Resnet.resnet50(width, classes), 3, side, classes);
    }

    /**
     * A model in evaluation, without gradients, on one image.
     *
     * @param channels of the image
     * @param side of the image
     */
    private record Answer(Supplier<Module> model, int channels, int side, int classes) implements Operation {
        private static final long INPUT = 1;

        @Override
        public Workload on(Device device) {
            return new RepeatedCalls(device) {
                private final Module network = seeded(model).eval();
                private final HostBatch image = HostBatch.numbers(INPUT, 1, channels, side, side);
                private final ByteBuffer answer =
                        ByteBuffer.allocateDirect(classes * Float.BYTES).order(ByteOrder.nativeOrder());

                @Override
                void call() {
                    try (Scope scope = GradMode.noGrad()) {
                        network.apply(image.upload(device())).copyTo(answer.duplicate());
                    }
                }

                @Override
                public List<Tensor> results() {
                    try (Scope scope = GradMode.noGrad()) {
                        return List.of(scope.keep(network.apply(image.upload(device()))));
                    }
                }
            };
        }
    }
}
