package org.clgrad.nn.norm;

import java.util.OptionalDouble;
import org.clgrad.autograd.Tensor;
import org.clgrad.autograd.Tensors;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.nn.Module;
import org.clgrad.nn.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * y = x/√(mean of x² + ε)·weight by the mean over the last axes, as {@code torch.nn.RMSNorm}. Parameter {@code weight} of those
 * axes' shape, in the beginning ones.
 *
 * <p>Source: Zhang, Sennrich, "Root Mean Square Layer Normalization", NeurIPS 2019.
 */
public final class RMSNorm extends Module {
    private final Shape over;
    private final OptionalDouble epsilon;
    private final @Nullable Parameter weight;

    /** With ε the distance from 1 to the next number of the input's type, and a weight. */
    public RMSNorm(long... sizes) {
        this(Shape.of(sizes), OptionalDouble.empty(), true);
    }

    /**
     * A normalisation with all there is to choose.
     *
     * @param over the sizes of the last axes
     * @param epsilon ε ≥ 0; empty: the distance from 1 to the next number of the input's type
     * @param affine whether there is a weight
     */
    public RMSNorm(Shape over, OptionalDouble epsilon, boolean affine) {
        this.over = over;
        this.epsilon = epsilon;
        this.weight = affine ? parameter("weight", new Parameter(Tensors.ones(over.toArray()))) : null;
    }

    @Override
    protected Tensor forward(Tensor x) {
        double least = epsilon.orElse(2 * x.dtype().unitRoundoff());
        return x.rmsNorm(over, weight == null ? null : weight.tensor(), least);
    }

    @Override
    public String toString() {
        return "RMSNorm(" + over + ")";
    }
}
