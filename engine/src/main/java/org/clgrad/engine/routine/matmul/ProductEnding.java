package org.clgrad.engine.routine.matmul;

/** What becomes of an element of a product before it is stored. NaN stays NaN. */
public enum ProductEnding {
    /** Nothing. */
    NONE,
    /** A further input [n], the bias, is added to each row. */
    BIAS,
    /** The same, and what is below 0 is 0. */
    BIAS_RELU;

    /** Whether there is a bias. */
    boolean adds() {
        return this != NONE;
    }

    /** Whether what is below 0 is cut. */
    boolean rectifies() {
        return this == BIAS_RELU;
    }

    /** What becomes of a sum. */
    double of(double sum, double bias) {
        double y = sum + bias;
        return rectifies() && y <= 0 ? 0 : y;
    }
}
