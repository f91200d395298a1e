package org.clgrad.nn.layer;

import org.clgrad.autograd.PaddingMode;

/** The last three axes continued from the other end. */
public final class CircularPad3d extends Padding {
    /**
     * The layer.
     *
     * @param padding one number for all, or: left, right, top, bottom, front, back
     * @throws IllegalArgumentException if there are neither one number nor 6
     */
    public CircularPad3d(int... padding) {
        super(3, PaddingMode.CIRCULAR, 0, padding);
    }
}
