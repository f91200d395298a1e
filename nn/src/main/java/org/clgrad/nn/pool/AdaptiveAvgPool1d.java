package org.clgrad.nn.pool;

import org.clgrad.autograd.Tensor;

/**
 * Means of [N,C,L] over as many windows as the result is to have elements along each axis, whatever the input's size:
 * window i of them reaches from ⌊i·size/windows⌋ to ⌈(i+1)·size/windows⌉. With one it is global average pooling.
 */
public final class AdaptiveAvgPool1d extends AdaptivePooling {
    /** @throws IllegalArgumentException if a size is less than 1 */
    public AdaptiveAvgPool1d(int size) {
        super(size);
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.adaptiveAvgPool(sizes());
    }
}
