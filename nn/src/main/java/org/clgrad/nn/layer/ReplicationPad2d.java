package org.clgrad.nn.layer;

import org.clgrad.autograd.PaddingMode;

/** The outermost elements of the last two axes repeated around the tensor. */
public final class ReplicationPad2d extends Padding {
    /**
     * The layer.
     *
     * @param padding one number for all, or: left, right, top, bottom
     * @throws IllegalArgumentException if there are neither one number nor 4
     */
    public ReplicationPad2d(int... padding) {
        super(2, PaddingMode.REPLICATE, 0, padding);
    }
}
