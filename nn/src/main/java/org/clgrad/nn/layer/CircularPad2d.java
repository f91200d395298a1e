package org.clgrad.nn.layer;

import org.clgrad.autograd.PaddingMode;

/** The last two axes continued from the other end. */
public final class CircularPad2d extends Padding {
    /**
     * The layer.
     *
     * @param padding one number for all, or: left, right, top, bottom
     * @throws IllegalArgumentException if there are neither one number nor 4
     */
    public CircularPad2d(int... padding) {
        super(2, PaddingMode.CIRCULAR, 0, padding);
    }
}
