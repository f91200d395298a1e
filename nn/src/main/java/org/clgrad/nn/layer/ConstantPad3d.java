package org.clgrad.nn.layer;

import org.clgrad.autograd.PaddingMode;

/** A number around the last three axes. */
public final class ConstantPad3d extends Padding {
    /**
     * The layer.
     *
     * @param value the number, one of the element type
     * @param padding one number for all, or: left, right, top, bottom, front, back
     * @throws IllegalArgumentException if there are neither one number nor 6
     */
    public ConstantPad3d(double value, int... padding) {
        super(3, PaddingMode.ZEROS, value, padding);
    }
}
