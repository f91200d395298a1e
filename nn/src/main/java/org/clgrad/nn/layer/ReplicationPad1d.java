package org.clgrad.nn.layer;

import org.clgrad.autograd.PaddingMode;

/** The outermost elements of the last axis repeated around the tensor. */
public final class ReplicationPad1d extends Padding {
    /**
     * The layer.
     *
     * @param padding one number for all, or: left, right
     * @throws IllegalArgumentException if there are neither one number nor 2
     */
    public ReplicationPad1d(int... padding) {
        super(1, PaddingMode.REPLICATE, 0, padding);
    }
}
