package org.clgrad.nn.layer;

import org.clgrad.autograd.PaddingMode;

/** The last axis continued from the other end. */
public final class CircularPad1d extends Padding {
    /**
     * The layer.
     *
     * @param padding one number for all, or: left, right
     * @throws IllegalArgumentException if there are neither one number nor 2
     */
    public CircularPad1d(int... padding) {
        super(1, PaddingMode.CIRCULAR, 0, padding);
    }
}
