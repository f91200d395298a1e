package org.clgrad.nn.activation;

import org.clgrad.autograd.Tensor;
import org.clgrad.nn.Module;

/** min(max(x, low), high), element by element; the gradient at both ends is 0. */
public final class Hardtanh extends Module {
    private final double low;
    private final double high;

    /** With the ends ±1. */
    public Hardtanh() {
        this(-1, 1);
    }

    /**
     * The layer.
     *
     * @param low the least value
     * @param high the largest value
     */
    public Hardtanh(double low, double high) {
        this.low = low;
        this.high = high;
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.hardTanh(low, high);
    }

    @Override
    public String toString() {
        return "Hardtanh(" + low + ", " + high + ")";
    }
}
