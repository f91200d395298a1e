package org.clgrad.nn.layer;

import org.clgrad.autograd.PaddingMode;

/** A number around the last two axes. */
public final class ConstantPad2d extends Padding {
    /**
     * The layer.
     *
     * @param value the number, one of the element type
     * @param padding one number for all, or: left, right, top, bottom
     * @throws IllegalArgumentException if there are neither one number nor 4
     */
    public ConstantPad2d(double value, int... padding) {
        super(2, PaddingMode.ZEROS, value, padding);
    }
}
