package org.clgrad.nn.layer;

import org.clgrad.autograd.PaddingMode;

/** Zeros around the last axis. */
public final class ZeroPad1d extends Padding {
    /**
     * The layer.
     *
     * @param padding one number for all, or: left, right
     * @throws IllegalArgumentException if there are neither one number nor 2
     */
    public ZeroPad1d(int... padding) {
        super(1, PaddingMode.ZEROS, 0, padding);
    }
}
