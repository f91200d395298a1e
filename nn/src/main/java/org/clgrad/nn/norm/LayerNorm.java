package org.clgrad.nn.norm;

import org.clgrad.autograd.Tensor;
import org.clgrad.autograd.Tensors;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.nn.Module;
import org.clgrad.nn.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * y = (x − mean)/√(variance + ε)·weight + bias by the mean and variance over the last axes, as {@code torch.nn.LayerNorm}.
 * Parameters {@code weight} and {@code bias} of those axes' shape, in the beginning ones and zeros.
 *
 * <p>Source: Ba, Kiros, Hinton, "Layer Normalization", 2016.
 */
public final class LayerNorm extends Module {
    /** PyTorch's. */
    private static final double EPSILON = 1e-5;

    private final Shape over;
    private final double epsilon;
    private final @Nullable Parameter weight;
    private final @Nullable Parameter bias;

    /** With ε = 1e-5, weight and bias. */
    public LayerNorm(long... sizes) {
        this(Shape.of(sizes), EPSILON, true, true);
    }

    /**
     * A normalisation with all there is to choose.
     *
     * @param over the sizes of the last axes
     * @param epsilon ε ≥ 0
     * @param affine whether there is a weight
     * @param bias whether there is a bias beside it
     */
    public LayerNorm(Shape over, double epsilon, boolean affine, boolean bias) {
        this.over = over;
        this.epsilon = epsilon;
        this.weight = affine ? parameter("weight", new Parameter(Tensors.ones(over.toArray()))) : null;
        this.bias = affine && bias ? parameter("bias", new Parameter(Tensors.zeros(over.toArray()))) : null;
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.layerNorm(over, weight == null ? null : weight.tensor(), bias == null ? null : bias.tensor(), epsilon);
    }

    @Override
    public String toString() {
        return "LayerNorm(" + over + ")";
    }
}
