package org.clgrad.nn.activation;

import org.clgrad.autograd.Tensor;
import org.clgrad.nn.Module;

/** x where x > 0, else α(eˣ − 1), element by element. */
public final class ELU extends Module {
    private final double alpha;

    /** With α = 1. */
    public ELU() {
        this(1);
    }

    /**
     * The layer.
     *
     * @param alpha how far below 0 it goes
     */
    public ELU(double alpha) {
        this.alpha = alpha;
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.elu(alpha);
    }

    @Override
    public String toString() {
        return "ELU(" + alpha + ")";
    }
}
