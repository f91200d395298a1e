package org.clgrad.nn.pool;

import org.clgrad.autograd.MaxPooled;
import org.clgrad.autograd.Tensor;

/**
 * The largest of [N,C,L] over as many windows as the result is to have elements along each axis, whatever the input's
 * size: window i of them reaches from ⌊i·size/windows⌋ to ⌈(i+1)·size/windows⌉. With one it is global max pooling.
 */
public final class AdaptiveMaxPool1d extends AdaptivePooling {
    /** @throws IllegalArgumentException if a size is less than 1 */
    public AdaptiveMaxPool1d(int size) {
        super(size);
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.adaptiveMaxPool(sizes());
    }

    /** The largest, and their places in the planes. */
    public MaxPooled withIndices(Tensor x) {
        return x.adaptiveMaxPoolWithIndices(sizes());
    }
}
