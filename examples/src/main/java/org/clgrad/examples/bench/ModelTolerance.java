package org.clgrad.examples.bench;

/** How far two devices may be apart in what comes out of many layers. */
final class ModelTolerance {
    /**
     * As a part of the largest element of a gradient, or of a loss behind it: a ReLU or a maximum at its kink, where roundings decide, lets a gradient
     * through on one device and not on the other. On the host, inputs changed by 10⁻⁶ moved the gradient of a ResNet-50 of 4 channels
     * by 0.025; what is wrong moves it by its own size.
     */
    static final double KINKS = 0.1;

    private ModelTolerance() {}

    /**
     * As a part of the largest element. A layer's sums are off by 6·√n·eps·Σ|terms| at most ({@link
     * Operation.Expected#sum}); of n terms of either sign Σ|terms| is about √n times the sum, so that is 6·n·eps of the sum, and
     * each layer adds as much again.
     *
     * @param layers that a value goes through
     * @param terms of the longest sum
     */
    static double of(int layers, int terms) {
        return 6.0 * layers * terms * Operation.Expected.UNIT;
    }
}
