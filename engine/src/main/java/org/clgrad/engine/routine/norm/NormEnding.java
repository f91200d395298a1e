package org.clgrad.engine.routine.norm;

/** What is done with each element of a batch normalisation before it is stored. NaN stays NaN, and lets a gradient through. */
public enum NormEnding {
    /** Nothing: y = z. */
    NONE,
    /** y = max(z, 0); gradient 0 where y ≤ 0. */
    RELU,
    /** y = max(z + r, 0) with a further input r shaped as x, the residual; gradient 0 where y ≤ 0. */
    ADD_RELU;

    boolean rectifies() {
        return this != NONE;
    }

    boolean adds() {
        return this == ADD_RELU;
    }
}
