package org.clgrad.nn.activation;

import org.clgrad.autograd.Tensor;
import org.clgrad.nn.Module;

/** xᵢ − log Σ exp(xⱼ) along an axis, without overflow. */
public final class LogSoftmax extends Module {
    private final int axis;

    /**
     * The layer.
     *
     * @param axis negative ones count from the end
     */
    public LogSoftmax(int axis) {
        this.axis = axis;
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.logSoftmax(axis);
    }

    @Override
    public String toString() {
        return "LogSoftmax(" + axis + ")";
    }
}
