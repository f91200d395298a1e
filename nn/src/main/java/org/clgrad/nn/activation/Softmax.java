package org.clgrad.nn.activation;

import org.clgrad.autograd.Tensor;
import org.clgrad.nn.Module;

/** exp(xᵢ)/Σ exp(xⱼ) along an axis, without overflow. */
public final class Softmax extends Module {
    private final int axis;

    /**
     * The layer.
     *
     * @param axis negative ones count from the end
     */
    public Softmax(int axis) {
        this.axis = axis;
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.softmax(axis);
    }

    @Override
    public String toString() {
        return "Softmax(" + axis + ")";
    }
}
