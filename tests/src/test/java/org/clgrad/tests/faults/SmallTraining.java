package org.clgrad.tests.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.clgrad.autograd.DefaultDevice;
import org.clgrad.autograd.RandomStream;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Device;
import org.clgrad.engine.Scope;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.nn.Module;
import org.clgrad.nn.Sequential;
import org.clgrad.nn.activation.ReLU;
import org.clgrad.nn.layer.Conv2d;
import org.clgrad.nn.layer.Flatten;
import org.clgrad.nn.layer.Linear;
import org.clgrad.nn.loss.CrossEntropyLoss;
import org.clgrad.nn.optim.Adam;
import org.clgrad.nn.pool.MaxPool2d;

/** A training of milliseconds that does all that a training does; the same numbers from the same seed. */
public final class SmallTraining {
    private static final int BATCH = 4;
    private static final int CLASSES = 3;
    private static final int SIZE = 8;

    private SmallTraining() {}

    /** Trains from the beginning and returns the loss of each step. */
    public static List<Double> losses(Device device, int steps, long seed) {
        Random random = new Random(seed);
        List<Double> losses = new ArrayList<>();
        try (Scope scope = Scope.open()) {
            DefaultDevice.set(scope, device);
            RandomStream.seed(scope, seed);
            CrossEntropyLoss loss = new CrossEntropyLoss();
            try (Module model = model();
                    Adam adam = new Adam(model.parameters(), 0.01)) {
                for (int step = 0; step < steps; step++) {
                    try (Scope inner = Scope.open()) {
                        Tensor x = images(device, random);
                        Tensor classes = Tensor.ofIntegers(
                                random.longs(BATCH, 0, CLASSES).toArray());
                        losses.add(adam.minimize(() -> loss.apply(model.apply(x), classes))
                                .item());
                    }
                }
                // The last gradients are the parameters' own and go with them.
            }
        }
        return losses;
    }

    static Module model() {
        return new Sequential(
                new Conv2d(1, 2, 3), new ReLU(), new MaxPool2d(2), new Flatten(), new Linear(2 * 3 * 3, CLASSES));
    }

    private static Tensor images(Device device, Random random) {
        return Tensor.of(
                device,
                DType.F32,
                Shape.of(BATCH, 1, SIZE, SIZE),
                random.doubles((long) BATCH * SIZE * SIZE).toArray());
    }
}
