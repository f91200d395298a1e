package org.clgrad.nn.layer;

import org.clgrad.autograd.PaddingMode;

/** The last axis mirrored around the tensor, at the outermost elements, which are not repeated. */
public final class ReflectionPad1d extends Padding {
    /**
     * The layer.
     *
     * @param padding one number for all, or: left, right
     * @throws IllegalArgumentException if there are neither one number nor 2
     */
    public ReflectionPad1d(int... padding) {
        super(1, PaddingMode.REFLECT, 0, padding);
    }
}
