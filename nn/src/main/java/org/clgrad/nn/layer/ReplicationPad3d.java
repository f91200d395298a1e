package org.clgrad.nn.layer;

import org.clgrad.autograd.PaddingMode;

/** The outermost elements of the last three axes repeated around the tensor. */
public final class ReplicationPad3d extends Padding {
    /**
     * The layer.
     *
     * @param padding one number for all, or: left, right, top, bottom, front, back
     * @throws IllegalArgumentException if there are neither one number nor 6
     */
    public ReplicationPad3d(int... padding) {
        super(3, PaddingMode.REPLICATE, 0, padding);
    }
}
