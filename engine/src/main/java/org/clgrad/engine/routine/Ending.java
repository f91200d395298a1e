package org.clgrad.engine.routine;

/**
 * What a routine does with each element z of its result in the same pass, before it is rounded and stored. NaN stays NaN, and lets a
 * gradient through.
 */
public enum Ending {
    /** Nothing: y = z. */
    NONE,
    /** y = max(z, 0); gradient 0 where y ≤ 0. */
    RELU,
    /** y = max(z + r, 0) with a further input r shaped as y, the residual; gradient 0 where y ≤ 0. */
    ADD_RELU;

    /** Whether what is below 0 is cut off. */
    public boolean rectifies() {
        return this != NONE;
    }

    /** Whether there is a residual, the last input. */
    public boolean adds() {
        return this == ADD_RELU;
    }

    /** Tells a kernel of it, whose file includes {@code residual.clh}. */
    public KernelFile define(KernelFile file) {
        return file.define("RECTIFIED", rectifies()).define("RESIDUAL", adds());
    }

    /** y of z + r, or of z where there is no residual. */
    public double of(double sum) {
        return rectifies() && sum <= 0 ? 0 : sum;
    }
}
