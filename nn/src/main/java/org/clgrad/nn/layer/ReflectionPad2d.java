package org.clgrad.nn.layer;

import org.clgrad.autograd.PaddingMode;

/** The last two axes mirrored around the tensor, at the outermost elements, which are not repeated. */
public final class ReflectionPad2d extends Padding {
    /**
     * The layer.
     *
     * @param padding one number for all, or: left, right, top, bottom
     * @throws IllegalArgumentException if there are neither one number nor 4
     */
    public ReflectionPad2d(int... padding) {
        super(2, PaddingMode.REFLECT, 0, padding);
    }
}
