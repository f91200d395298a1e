package org.clgrad.nn.layer;

import org.clgrad.autograd.PaddingMode;

/** Zeros around the last three axes. */
public final class ZeroPad3d extends Padding {
    /**
     * The layer.
     *
     * @param padding one number for all, or: left, right, top, bottom, front, back
     * @throws IllegalArgumentException if there are neither one number nor 6
     */
    public ZeroPad3d(int... padding) {
        super(3, PaddingMode.ZEROS, 0, padding);
    }
}
