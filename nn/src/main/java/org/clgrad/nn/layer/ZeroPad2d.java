package org.clgrad.nn.layer;

import org.clgrad.autograd.PaddingMode;

/** Zeros around the last two axes. */
public final class ZeroPad2d extends Padding {
    /**
     * The layer.
     *
     * @param padding one number for all, or: left, right, top, bottom
     * @throws IllegalArgumentException if there are neither one number nor 4
     */
    public ZeroPad2d(int... padding) {
        super(2, PaddingMode.ZEROS, 0, padding);
    }
}
