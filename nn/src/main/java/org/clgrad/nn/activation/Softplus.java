package org.clgrad.nn.activation;

import org.clgrad.autograd.Tensor;
import org.clgrad.nn.Module;

/** log(1 + e^(βx))/β, and x where βx is beyond the threshold, element by element. */
public final class Softplus extends Module {
    private final double beta;
    private final double threshold;

    /** With β = 1, and x from 20 on. */
    public Softplus() {
        this(1, 20);
    }

    /**
     * The layer.
     *
     * @param beta how sharp its bend is
     * @param threshold from where on it is x
     */
    public Softplus(double beta, double threshold) {
        this.beta = beta;
        this.threshold = threshold;
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.softplus(beta, threshold);
    }

    @Override
    public String toString() {
        return "Softplus(" + beta + ", " + threshold + ")";
    }
}
