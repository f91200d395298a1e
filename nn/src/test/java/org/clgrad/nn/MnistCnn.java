package org.clgrad.nn;

import org.clgrad.nn.activation.ReLU;
import org.clgrad.nn.layer.Conv2d;
import org.clgrad.nn.layer.Flatten;
import org.clgrad.nn.layer.Linear;
import org.clgrad.nn.pool.MaxPool2d;

/** The network of the first example: 28×28 pixels to ten classes. */
final class MnistCnn {
    private MnistCnn() {}

    static Sequential create() {
        return new Sequential(
                new Conv2d(1, 32, 3), new ReLU(), new MaxPool2d(2), new Flatten(), new Linear(32 * 13 * 13, 10));
    }
}
