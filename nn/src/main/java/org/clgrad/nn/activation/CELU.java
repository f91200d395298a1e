package org.clgrad.nn.activation;

import org.clgrad.autograd.Tensor;
import org.clgrad.nn.Module;

/** x where x > 0, else α(e^(x/α) − 1), element by element. */
public final class CELU extends Module {
    private final double alpha;

    /** With α = 1. */
    public CELU() {
        this(1);
    }

    /**
     * The layer.
     *
     * @param alpha how far below 0 it goes
     */
    public CELU(double alpha) {
        this.alpha = alpha;
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.celu(alpha);
    }

    @Override
    public String toString() {
        return "CELU(" + alpha + ")";
    }
}
