package org.clgrad.nn.activation;

import org.clgrad.autograd.Tensor;
import org.clgrad.nn.Module;

/** x where x > 0, else slope·x, element by element. */
public final class LeakyReLU extends Module {
    private final double slope;

    /** With a slope of 0.01. */
    public LeakyReLU() {
        this(0.01);
    }

    /**
     * The layer.
     *
     * @param slope of what is below 0
     */
    public LeakyReLU(double slope) {
        this.slope = slope;
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.leakyRelu(slope);
    }

    @Override
    public String toString() {
        return "LeakyReLU(" + slope + ")";
    }
}
