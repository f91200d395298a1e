package org.clgrad.examples;

import java.util.OptionalInt;

/**
 * How long and how fast to train.
 *
 * @param epochs how often to go through the training data
 * @param batch samples per step
 * @param maxSteps steps after which to stop, whatever the epochs
 * @param learningRate of the optimizer
 */
record Schedule(int epochs, int batch, OptionalInt maxSteps, double learningRate) {
    /** So many epochs, not cut short. */
    Schedule(int epochs, int batch, double learningRate) {
        this(epochs, batch, OptionalInt.empty(), learningRate);
    }

    /** How many steps that is with so many samples. */
    long steps(int samples) {
        long all = epochs * (((long) samples + batch - 1) / batch);
        return maxSteps.isPresent() ? Math.min(all, maxSteps.getAsInt()) : all;
    }
}
