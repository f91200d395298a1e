package org.clgrad.examples.bench;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Device;
import org.clgrad.engine.Scope;
import org.clgrad.nn.Module;
import org.clgrad.nn.Parameter;
import org.clgrad.nn.loss.Loss;
import org.clgrad.nn.optim.Optimizer;

/**
 * A step of a training: the batch goes from the host to the device, the loss is computed and its gradients, and the parameters
 * are changed. Nobody reads the loss.
 *
 * @param inputs makes the batch
 */
record TrainingStep(
        Supplier<Module> model,
        Loss loss,
        Function<List<Parameter>, Optimizer> optimizer,
        Supplier<HostBatch> inputs,
        Supplier<HostBatch> targets)
        implements Operation {
    /** The one result that no gradient has a part in. */
    static final int FIRST_LOSS = 0;

    @Override
    public Workload on(Device device) {
        return new Steps(device);
    }

    private final class Steps extends RepeatedCalls {
        private final Module network;
        private final Optimizer steps;
        private final HostBatch input = inputs.get();
        private final HostBatch target = targets.get();

        Steps(Device device) {
            super(device);
            network = seeded(model);
            steps = owns(optimizer.apply(network.parameters()));
        }

        private Tensor step() {
            Tensor x = input.upload(device());
            Tensor y = target.upload(device());
            return steps.minimize(() -> loss.apply(network.apply(x), y));
        }

        @Override
        void call() {
            try (Scope scope = Scope.open()) {
                step();
            }
        }

        /** The loss, the gradient that came the longest way, and the loss after the parameters were changed by it. */
        @Override
        public List<Tensor> results() {
            Tensor first = step();
            Tensor gradient = network.parameters().get(0).grad().orElseThrow().copy();
            return List.of(first, gradient, step());
        }
    }
}
