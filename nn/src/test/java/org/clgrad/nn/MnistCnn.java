package org.clgrad.nn;

/** The network of the first example: 28×28 pixels to ten classes. */
final class MnistCnn {
    private MnistCnn() {}

    static Sequential create() {
        return new Sequential(
                new Conv2d(1, 32, 3), new ReLU(), new MaxPool2d(2), new Flatten(), new Linear(32 * 13 * 13, 10));
    }
}
