package org.clgrad.nn.layer;

import org.clgrad.autograd.PaddingMode;

/** The last three axes mirrored around the tensor, at the outermost elements, which are not repeated. */
public final class ReflectionPad3d extends Padding {
    /**
     * The layer.
     *
     * @param padding one number for all, or: left, right, top, bottom, front, back
     * @throws IllegalArgumentException if there are neither one number nor 6
     */
    public ReflectionPad3d(int... padding) {
        super(3, PaddingMode.REFLECT, 0, padding);
    }
}
