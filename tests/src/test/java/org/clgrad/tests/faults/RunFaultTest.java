package org.clgrad.tests.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.clgrad.autograd.DefaultDevice;
import org.clgrad.autograd.Gradients;
import org.clgrad.autograd.RandomStream;
import org.clgrad.autograd.ScalarLog;
import org.clgrad.autograd.Tensor;
import org.clgrad.autograd.TensorShapes;
import org.clgrad.engine.Devices;
import org.clgrad.engine.Scope;
import org.clgrad.engine.routine.conv.ConvAxis;
import org.clgrad.engine.routine.conv.ConvGeometry;
import org.clgrad.engine.routine.pool.PoolWindow;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.nn.Module;
import org.clgrad.nn.Parameter;
import org.clgrad.nn.loss.CrossEntropyLoss;
import org.clgrad.nn.optim.Adam;
import org.clgrad.nn.optim.SGD;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Whatever a device is asked for fails once, one thing after the other: each allocation, copy and run. Tensors, functions,
 * modules and optimizers let it through and leave nothing behind. On the host, since no kernel matters here.
 */
final class RunFaultTest {
    private final FaultyDevice device = new FaultyDevice(Devices.openHost());

    @AfterEach
    void close() {
        device.close();
    }

    private long live() {
        return device.statistics().liveStorages();
    }

    @Test
    void aTrainingStepThatFailsAnywhereLeavesOnlyTheModelAndCanBeRepeated() {
        try (Scope scope = Scope.open()) {
            DefaultDevice.set(scope, device);
            RandomStream.seed(scope, 5);
            try (Module model = SmallTraining.model();
                    Adam adam = new Adam(model.parameters(), 0.01)) {
                Tensor x = Tensor.of(
                        DType.F32,
                        Shape.of(2, 1, 8, 8),
                        new Random(5).doubles(128).toArray());
                Tensor classes = Tensor.ofIntegers(1, 2);
                long before = live();
                device.failAt(0);
                step(model, adam, x, classes);
                List<String> things = device.done();
                assertThat(things).contains("conv2d", "cross_entropy_backward", "increment", "adam_update");
                double untouched = Double.NaN;
                for (int n = 1; n <= things.size(); n++) {
                    device.failAt(n);
                    assertThatThrownBy(() -> step(model, adam, x, classes))
                            .as("step whose thing number %d fails", n)
                            .isInstanceOf(FaultyDevice.MadeToFail.class)
                            .hasMessageContaining(things.get(n - 1));
                    boolean changed = device.done().contains("increment");
                    device.failAt(0);
                    model.zeroGrad();
                    assertThat(live())
                            .as("storages after number %d, %s, failed", n, things.get(n - 1))
                            .isEqualTo(before);
                    double loss = loss(model, x, classes);
                    assertThat(loss).isFinite();
                    if (!changed && !Double.isNaN(untouched)) {
                        assertThat(loss).as("loss after number %d failed", n).isEqualTo(untouched);
                    }
                    untouched = loss;
                }
                step(model, adam, x, classes);
            }
        }
        assertThat(live()).isZero();
    }

    private static void step(Module model, Adam adam, Tensor x, Tensor classes) {
        try (Scope inner = Scope.open()) {
            adam.minimize(() -> new CrossEntropyLoss().apply(model.apply(x), classes))
                    .item();
        }
    }

    private static double loss(Module model, Tensor x, Tensor classes) {
        try (Scope inner = Scope.open()) {
            return new CrossEntropyLoss().apply(model.apply(x), classes).item();
        }
    }

    @Test
    void anOperationThatFailsAnywhereLeavesNothing() {
        failEverywhere(RunFaultTest::manyOperations);
    }

    /** Operations that make several things, and gradients of gradients of them. */
    private static void manyOperations() {
        Tensor x = RandomStream.draw(random -> random.uniform(DType.F32, Shape.of(2, 2, 4, 4), -1, 1))
                .requiresGrad(true);
        Tensor w = Tensor.of(
                        DType.F32,
                        Shape.of(2, 2, 3, 3),
                        new Random(1).doubles(36).toArray())
                .requiresGrad(true);
        Tensor y = x.convolution(w, null, ConvGeometry.of(2, ConvAxis.of(1, 1, 1), 1));
        Tensor joined = TensorShapes.concat(1, y, x.narrow(1, 0, 1), y.permute(0, 1, 3, 2));
        Tensor pooled = joined.maxPool(PoolWindow.square(2, 2));
        Tensor flat = pooled.flatten(1).to(DType.F64).to(DType.F32);
        Tensor onehot = Tensor.ofIntegers(3, 1).oneHot(flat.size(1)).to(DType.F32);
        Tensor loss = flat.crossEntropy(Tensor.ofIntegers(0, 1))
                .add(flat.logSoftmax(1).mul(onehot).sum())
                .add(flat.max(false, 1).mean());
        Tensor first = Gradients.of(loss, List.of(x), true).get(0);
        first.square().sum().backward();
        Tensor square = Tensor.of(new double[][] {{1, 2}, {3, 4}});
        square.addInPlace(square.t());
        square.t().toDoubles();
    }

    @Test
    void whatCannotBeMadeLeavesNothing() {
        failEverywhere(() -> new ScalarLog(device, DType.F32, 4).close());
        Tensor weights = Tensor.of(device, DType.F32, Shape.of(2), 1, 2);
        List<Parameter> parameters = List.of(new Parameter(weights));
        weights.close();
        long before = live();
        failEverywhere(() -> new Adam(parameters, 0.1).close());
        failEverywhere(() -> new SGD(parameters, 0.1, 0.9).close());
        assertThat(live()).isEqualTo(before);
        parameters.get(0).close();
    }

    /** Does something in a scope, over and over, with its first thing failing, then its second, until nothing fails. */
    private void failEverywhere(Runnable work) {
        long before = live();
        boolean failed = true;
        for (int n = 1; failed; n++) {
            failed = false;
            device.failAt(n);
            try (Scope scope = Scope.open()) {
                DefaultDevice.set(scope, device);
                work.run();
            } catch (FaultyDevice.MadeToFail e) {
                failed = true;
            }
            assertThat(live())
                    .as("storages after number %d failed, of %s", n, device.done())
                    .isEqualTo(before);
            assertThat(failed || n > 1).as("there was something to fail").isTrue();
        }
        device.failAt(0);
    }
}
