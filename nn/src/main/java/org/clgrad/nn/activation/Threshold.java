package org.clgrad.nn.activation;

import org.clgrad.autograd.Tensor;
import org.clgrad.nn.Module;

/** x where x > threshold, else value, element by element. */
public final class Threshold extends Module {
    private final double threshold;
    private final double value;

    /**
     * The layer.
     *
     * @param threshold below which x is replaced
     * @param value what it is replaced by
     */
    public Threshold(double threshold, double value) {
        this.threshold = threshold;
        this.value = value;
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.threshold(threshold, value);
    }

    @Override
    public String toString() {
        return "Threshold(" + threshold + ", " + value + ")";
    }
}
