package org.clgrad.nn.activation;

import org.clgrad.autograd.Tensor;
import org.clgrad.autograd.Tensors;
import org.clgrad.nn.Module;
import org.clgrad.nn.Parameter;

/**
 * x where x > 0, else w·x with a parameter {@code weight} w of [1] or, for the channels of [N,C,…], of [C].
 *
 * <p>Source: He, Zhang, Ren, Sun, "Delving deep into rectifiers", ICCV 2015.
 */
public final class PReLU extends Module {
    private static final double FIRST = 0.25;

    private final int weights;
    private final Parameter weight;

    /** With one weight for all, at first ¼. */
    public PReLU() {
        this(1, FIRST);
    }

    /**
     * With a number of weights.
     *
     * @param weights 1, or the number of channels
     * @param first what they begin with
     * @throws IllegalArgumentException if there is none
     */
    public PReLU(int weights, double first) {
        if (weights < 1) {
            throw new IllegalArgumentException("PReLU: expected at least 1 weight, got " + weights);
        }
        this.weights = weights;
        this.weight = parameter("weight", new Parameter(Tensors.full(first, weights)));
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.prelu(weight.tensor());
    }

    @Override
    public String toString() {
        return "PReLU(" + weights + ")";
    }
}
