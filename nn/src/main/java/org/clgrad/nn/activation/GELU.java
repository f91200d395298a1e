package org.clgrad.nn.activation;

import org.clgrad.autograd.Tensor;
import org.clgrad.nn.Module;

/** x·Φ(x), with Φ the distribution function of the normal distribution, element by element. */
public final class GELU extends Module {
    /** How Φ is computed. */
    public enum Approximation {
        /** ½(1 + erf(x/√2)). */
        NONE,
        /** ½(1 + tanh(√(2/π)·(x + 0.044715x³))). */
        TANH
    }

    private final Approximation approximation;

    /** Without approximation. */
    public GELU() {
        this(Approximation.NONE);
    }

    /** As chosen. */
    public GELU(Approximation approximation) {
        this.approximation = approximation;
    }

    @Override
    protected Tensor forward(Tensor x) {
        return approximation == Approximation.TANH ? x.geluTanh() : x.gelu();
    }

    @Override
    public String toString() {
        return approximation == Approximation.TANH ? "GELU(tanh)" : "GELU";
    }
}
