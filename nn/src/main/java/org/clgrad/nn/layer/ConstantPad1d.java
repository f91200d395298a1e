package org.clgrad.nn.layer;

import org.clgrad.autograd.PaddingMode;

/** A number around the last axis. */
public final class ConstantPad1d extends Padding {
    /**
     * The layer.
     *
     * @param value the number, one of the element type
     * @param padding one number for all, or: left, right
     * @throws IllegalArgumentException if there are neither one number nor 2
     */
    public ConstantPad1d(double value, int... padding) {
        super(1, PaddingMode.ZEROS, value, padding);
    }
}
